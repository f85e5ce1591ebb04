import ArgumentParser

/// For people or for programs.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json

    /// The format asked for, found without parsing, so that an error of parsing can already be told in it.
    static func requested(in arguments: [String]) -> OutputFormat {
        for (index, argument) in arguments.enumerated() {
            if argument == "--" { break }
            if argument == "--output=json" { return .json }
            if argument == "--output", index + 1 < arguments.count, arguments[index + 1] == "json" { return .json }
        }
        return .table
    }
}

import API
import ArgumentParser

/// A JSON object given as an argument.
struct JSONObjectArgument: ExpressibleByArgument, Equatable {
    var members: [String: JSONValue]

    init?(argument: String) {
        guard case .object(let members)? = try? JSONValue(parsing: Array(argument.utf8)) else { return nil }
        self.members = members
    }
}

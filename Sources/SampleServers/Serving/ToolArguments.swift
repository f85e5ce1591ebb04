import MCP

/// An argument is missing or is not what the tool takes.
struct InvalidArgument: Error, Equatable {
    let message: String
}

/// The arguments of one call.
struct ToolArguments: Sendable {
    let json: JSONText?

    func text(_ name: String, limit: Int = 100) throws(InvalidArgument) -> String {
        guard let text = try optionalText(name, limit: limit) else { throw InvalidArgument(message: "`\(name)` is missing") }
        return text
    }

    func optionalText(_ name: String, limit: Int = 100) throws(InvalidArgument) -> String? {
        guard let value = json?[name] else { return nil }
        guard let text = value.string, 1...limit ~= text.count else {
            throw InvalidArgument(message: "`\(name)` has to be a string of 1 to \(limit) characters")
        }
        return text
    }

    func integer(_ name: String, in range: ClosedRange<Int64>) throws(InvalidArgument) -> Int64 {
        guard let value = json?[name]?.integer, range.contains(value) else {
            throw InvalidArgument(message: "`\(name)` has to be an integer from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }
}

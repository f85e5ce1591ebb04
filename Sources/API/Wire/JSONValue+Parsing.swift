extension JSONValue {
    /// Reads one JSON text; duplicate members, deep nesting and trailing text are refused.
    public init(parsing bytes: [UInt8]) throws(UndecodableBody) {
        var parser = JSONParser(bytes)
        self = try parser.parse()
    }

    /// The member as a string, or a refusal that names it.
    func requiredString(_ name: String, of what: String) throws(UndecodableBody) -> String {
        guard let value = self[name], value != .null else { throw UndecodableBody.missing(name, of: what) }
        guard case .string(let text) = value else { throw UndecodableBody.wrongKind(name, of: what, expected: "a string", found: value) }
        return text
    }

    /// The member as a string, nil when absent or null.
    func optionalString(_ name: String, of what: String) throws(UndecodableBody) -> String? {
        guard let value = self[name], value != .null else { return nil }
        guard case .string(let text) = value else { throw UndecodableBody.wrongKind(name, of: what, expected: "a string", found: value) }
        return text
    }

    /// The member as an object, nil when absent or null.
    func optionalObject(_ name: String, of what: String) throws(UndecodableBody) -> [String: JSONValue]? {
        guard let value = self[name], value != .null else { return nil }
        guard case .object(let members) = value else {
            throw UndecodableBody.wrongKind(name, of: what, expected: "an object", found: value)
        }
        return members
    }
}

extension UndecodableBody {
    static func missing(_ name: String, of what: String) -> UndecodableBody {
        UndecodableBody(code: .invalidRequest, message: "the member `\(name)` of \(what) is missing")
    }

    static func wrongKind(_ name: String, of what: String, expected: String, found: JSONValue) -> UndecodableBody {
        UndecodableBody(code: .invalidRequest, message: "the member `\(name)` of \(what) has to be \(expected), not \(found.kind)")
    }
}

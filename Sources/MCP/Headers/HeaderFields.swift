/// The HTTP header fields of one request, in their order.
package struct HeaderFields: Sendable {
    private let fields: [(name: String, value: String)]

    package init(_ fields: [(name: String, value: String)]) {
        self.fields = fields
    }

    /// The values under a name of whatever case, without the white space around them (RFC 9110 §5.5).
    package func values(of name: String) -> [String] {
        let name = name.lowercased()
        return fields.filter { $0.name.lowercased() == name }.map { Self.trimmed($0.value) }
    }

    /// Those whose name begins so, for example `Mcp-Param-`.
    package func fields(withPrefix prefix: String) -> [(name: String, value: String)] {
        let prefix = prefix.lowercased()
        return fields.filter { $0.name.lowercased().hasPrefix(prefix) }.map { ($0.name, Self.trimmed($0.value)) }
    }

    private static func trimmed(_ value: String) -> String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(value.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}

/// The names of MCP's header fields.
package enum HeaderName {
    package static let protocolVersion = "MCP-Protocol-Version"
    package static let method = "Mcp-Method"
    package static let name = "Mcp-Name"
    package static let parameterPrefix = "Mcp-Param-"
    package static let session = "Mcp-Session-Id"
}

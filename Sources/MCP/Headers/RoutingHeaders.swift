/// The header fields that mirror the body (2026-07-28, streamable HTTP).
///
/// Something in front of this process may have decided by the headers, this process decides by the body; so they have to say the same,
/// and a field that is there twice says nothing.
struct RoutingHeaders {
    private static let nameSources = [
        "tools/call": "name", "prompts/get": "name", "resources/read": "uri", "tasks/get": "taskId", "tasks/update": "taskId",
        "tasks/cancel": "taskId",
    ]

    let fields: HeaderFields

    /// The one value of `MCP-Protocol-Version`; nil when it is absent.
    func version(for id: MessageID?) throws(ProtocolRefusal) -> String? {
        try single(HeaderName.protocolVersion, id)
    }

    func check(id: MessageID, version: String, method: String, parameters: JSONText) throws(ProtocolRefusal) {
        try compare(HeaderName.protocolVersion, with: version, id)
        try compare(HeaderName.method, with: method, id)
        try checkParameterHeaders(id)
        guard let source = Self.nameSources[method] else { return }
        guard let name = parameters[source]?.string else {
            throw ProtocolRefusal(.invalidParameters, "`params.\(source)` has to be a string", id: id)
        }
        try compare(HeaderName.name, with: name, id)
    }

    private func compare(_ header: String, with expected: String, _ id: MessageID) throws(ProtocolRefusal) {
        guard let value = try single(header, id) else {
            throw ProtocolRefusal(.headerMismatch, "the header `\(header)` is missing", id: id)
        }
        guard let decoded = HeaderText.decoded(value) else {
            throw ProtocolRefusal(.headerMismatch, "the header `\(header)` is not well formed", id: id)
        }
        guard decoded.utf8.elementsEqual(expected.utf8) else {
            throw ProtocolRefusal(.headerMismatch, "the header `\(header)` does not say what the body says", id: id)
        }
    }

    private func single(_ header: String, _ id: MessageID?) throws(ProtocolRefusal) -> String? {
        let values = fields.values(of: header)
        guard values.count <= 1 else { throw ProtocolRefusal(.headerMismatch, "the header `\(header)` is there twice", id: id) }
        return values.first
    }

    /// They are relayed; what they mirror is only known to whoever knows the tool's schema.
    private func checkParameterHeaders(_ id: MessageID) throws(ProtocolRefusal) {
        var names: Set<String> = []
        for field in fields.fields(withPrefix: HeaderName.parameterPrefix) {
            guard names.insert(field.name.lowercased()).inserted else {
                throw ProtocolRefusal(.headerMismatch, "the header `\(field.name)` is there twice", id: id)
            }
            guard HeaderText.decoded(field.value) != nil else {
                throw ProtocolRefusal(.headerMismatch, "the header `\(field.name)` is not well formed", id: id)
            }
        }
    }
}

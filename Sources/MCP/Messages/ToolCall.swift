/// The parameters of `tools/call`.
package struct ToolCall: Sendable {
    package static let nameLengthLimit = 128

    package let name: String
    /// An object as it came; absent counts as empty.
    package let arguments: JSONText?
    /// Everything else, such as the answers to what an earlier result asked for, to be relayed as it came.
    package let otherParameters: [JSONMember]

    package init(_ request: ModelContextRequest) throws(ProtocolRefusal) {
        guard let name = request.parameters?["name"]?.string else {
            throw ProtocolRefusal(.invalidParameters, "`params.name` has to be a string", id: request.id)
        }
        let arguments = request.parameters?["arguments"]
        if let arguments, arguments.kind != .object {
            throw ProtocolRefusal(.invalidParameters, "`params.arguments` has to be an object", id: request.id)
        }
        guard request.parameters?["task"] == nil else {
            throw ProtocolRefusal(.invalidParameters, "calls as tasks are not served here", id: request.id)
        }
        self.name = name
        self.arguments = arguments
        otherParameters = (request.parameters?.members ?? []).filter { !["name", "arguments", "_meta"].contains($0.name) }
    }

    /// The same answer for a tool that is not there and for one the caller may not know of.
    package func unknown(to request: ModelContextRequest) -> ProtocolRefusal {
        ProtocolRefusal(
            .invalidParameters, "unknown tool: `\(ProtocolRefusal.bounded(name))`", id: request.id, status: 200)
    }
}

/// A message that is answered with a JSON-RPC error; `message` is for the caller to read.
package struct ProtocolRefusal: Error, Sendable {
    package let code: ErrorCode
    package let message: String
    package let data: JSONFragment?
    /// The id of the refused request, as far as it could be read; null is written otherwise.
    package let id: MessageID?
    /// The HTTP status that goes with it.
    package let status: Int

    package init(_ code: ErrorCode, _ message: String, id: MessageID? = nil, data: JSONFragment? = nil, status: Int = 400) {
        self.code = code
        self.message = message
        self.id = id
        self.data = data
        self.status = status
    }

    /// The methods of the other revisions are unknown as well; only the stateless revision says 404, because to older clients that
    /// means a lost session.
    package static func methodNotFound(_ request: ModelContextRequest) -> ProtocolRefusal {
        ProtocolRefusal(
            .methodNotFound, "the method `\(bounded(request.method))` is not served here", id: request.id,
            status: request.revision.isStateless ? 404 : 200)
    }

    package static func unsupportedVersion(_ version: String, id: MessageID?) -> ProtocolRefusal {
        ProtocolRefusal(
            .unsupportedProtocolVersion, "the protocol version `\(bounded(version))` is not supported", id: id,
            data: ["supported": .array(ProtocolRevision.supported.map { .string($0) }), "requested": .string(bounded(version))])
    }

    package var response: [UInt8] { Answer.error(code: code.rawValue, message: message, data: data, to: id) }

    /// Text of a caller that goes into a message.
    static func bounded(_ text: String) -> String {
        text.count <= 100 ? text : text.prefix(100) + "…"
    }
}

/// The JSON-RPC 2.0 shape of one message.
package enum Envelope: Sendable {
    case request(id: MessageID, method: String, parameters: JSONText?)
    case notification(method: String, parameters: JSONText?)
    case result(id: MessageID, JSONText)
    /// The id is absent when the other side could not read the request's.
    case failure(id: MessageID?, JSONText)

    package static let methodLengthLimit = 128

    package init(_ message: JSONText) throws(ProtocolRefusal) {
        guard message.kind == .object else {
            let reason = message.kind == .array ? "batches are not part of the protocol" : "a message has to be an object"
            throw ProtocolRefusal(.invalidRequest, reason)
        }
        let id = message["id"].flatMap(MessageID.init)
        guard message["jsonrpc"]?.string == "2.0" else { throw ProtocolRefusal(.invalidRequest, "`jsonrpc` has to be \"2.0\"", id: id) }
        if let method = message["method"] {
            self = try Self.call(message, method: method, id: id)
        } else {
            self = try Self.answer(message, id: id)
        }
    }

    private static func call(_ message: JSONText, method: JSONText, id: MessageID?) throws(ProtocolRefusal) -> Envelope {
        guard message["result"] == nil, message["error"] == nil else {
            throw ProtocolRefusal(.invalidRequest, "a message is a request or an answer, not both", id: id)
        }
        guard let name = method.string, !name.isEmpty, name.utf8.count <= methodLengthLimit else {
            throw ProtocolRefusal(.invalidRequest, "`method` has to be a short string", id: id)
        }
        let parameters = message["params"]
        if let parameters, parameters.kind != .object {
            throw ProtocolRefusal(.invalidParameters, "`params` has to be an object", id: id)
        }
        guard message["id"] != nil else { return .notification(method: name, parameters: parameters) }
        guard let id else { throw ProtocolRefusal(.invalidRequest, "`id` has to be a string or an integer") }
        return .request(id: id, method: name, parameters: parameters)
    }

    private static func answer(_ message: JSONText, id: MessageID?) throws(ProtocolRefusal) -> Envelope {
        switch (message["result"], message["error"]) {
        case (let result?, nil):
            guard let id else { throw ProtocolRefusal(.invalidRequest, "a result needs the `id` of its request") }
            return .result(id: id, result)
        case (nil, let error?):
            guard error["code"]?.integer != nil, error["message"]?.string != nil else {
                throw ProtocolRefusal(.invalidRequest, "an error needs a `code` and a `message`", id: id)
            }
            return .failure(id: id, error)
        default:
            throw ProtocolRefusal(.invalidRequest, "a message needs a `method`, a `result` or an `error`", id: id)
        }
    }
}

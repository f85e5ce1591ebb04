/// JSON-RPC answers.
package enum Answer {
    package static func result(_ result: JSONFragment, to id: MessageID) -> [UInt8] {
        let message: JSONFragment = ["jsonrpc": "2.0", "id": .text(id.text), "result": result]
        return message.bytes
    }

    /// An error object that is relayed as it came.
    package static func failure(_ error: JSONText, to id: MessageID) -> [UInt8] {
        let message: JSONFragment = ["jsonrpc": "2.0", "id": .text(id.text), "error": .text(error)]
        return message.bytes
    }

    static func error(code: Int64, message: String, data: JSONFragment?, to id: MessageID?) -> [UInt8] {
        var error: [(name: String, value: JSONFragment)] = [("code", .integer(code)), ("message", .string(message))]
        if let data { error.append(("data", data)) }
        let message: JSONFragment = ["jsonrpc": "2.0", "id": id.map { .text($0.text) } ?? .null, "error": .object(error)]
        return message.bytes
    }
}

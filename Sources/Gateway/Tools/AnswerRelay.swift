import MCP

/// Writes what an upstream said as the answer to the caller's request: its id, its revision, and otherwise the bytes that came.
struct AnswerRelay: Sendable {
    let request: ModelContextRequest

    /// Errors of the stateless revision that speak of the caller's own message have a status of their own.
    func status(of message: UpstreamMessage) -> Int {
        guard request.revision.isStateless, case .failure(let error) = message,
            [MCP.ErrorCode.headerMismatch.rawValue, MCP.ErrorCode.missingClientCapability.rawValue].contains(error["code"]?.integer)
        else { return 200 }
        return 400
    }

    func bytes(of message: UpstreamMessage) -> [UInt8] {
        switch message {
        case .notification(let text): Array(text.bytes)
        case .failure(let error): failure(error)
        case .result(let result): self.result(result)
        }
    }

    /// What an upstream says about the gateway's version or method is nothing the caller could mend.
    private func failure(_ error: JSONText) -> [UInt8] {
        let own = [MCP.ErrorCode.unsupportedProtocolVersion, .methodNotFound, .parseError, .invalidRequest].map(\.rawValue)
        guard let code = error["code"]?.integer, !own.contains(code) else {
            return ProtocolRefusal(.internalError, "the server did not understand the gateway", id: request.id).response
        }
        return Answer.failure(error, to: request.id)
    }

    private func result(_ result: JSONText) -> [UInt8] {
        guard let members = result.members else {
            return ProtocolRefusal(.internalError, "the server's answer is no result", id: request.id).response
        }
        let type = result["resultType"]
        if !request.revision.isStateless, let type, type.string != "complete" {
            return ProtocolRefusal(.internalError, "the tool needs more from its caller than this revision can give", id: request.id)
                .response
        }
        guard request.revision.isStateless, type == nil else { return Answer.result(.text(result), to: request.id) }
        return Answer.result(
            .object([("resultType", "complete")] + members.map { (name: $0.name, value: .text($0.value)) }), to: request.id)
    }
}

import MCP

/// How a request is written for an upstream.
enum WireRequest {
    static let clientInfo: JSONFragment = ["name": "cardea-gateway", "version": "0.1.0"]

    /// One that stands for itself (2026-07-28): version and capabilities go into `_meta`, beside what the caller put there.
    static func stateless(_ request: UpstreamRequest, id: Int64, progressToken: JSONFragment? = nil) -> [UInt8] {
        var meta = relayedMeta(request, progressToken)
        meta.append((MetaKey.protocolVersion, .string(ProtocolRevision.july2026.rawValue)))
        meta.append((MetaKey.clientCapabilities, request.clientCapabilities))
        meta.append((MetaKey.clientInfo, clientInfo))
        return message(request.method, id: id, parameters: request.parameters + [("_meta", .object(meta))])
    }

    /// One inside a session.
    static func inSession(_ request: UpstreamRequest, id: Int64, progressToken: JSONFragment? = nil) -> [UInt8] {
        let meta = relayedMeta(request, progressToken)
        var parameters = request.parameters
        if !meta.isEmpty { parameters.append(("_meta", .object(meta))) }
        return message(request.method, id: id, parameters: parameters)
    }

    /// Nothing can be asked of the gateway's client in a session, so it declares no capability.
    static func initialize(id: Int64) -> [UInt8] {
        message(
            MethodName.initialize, id: id,
            parameters: [
                ("protocolVersion", .string(ProtocolRevision.latestWithHandshake.rawValue)), ("capabilities", .object([])),
                ("clientInfo", clientInfo),
            ])
    }

    static func notification(_ method: String, parameters: [(name: String, value: JSONFragment)] = []) -> [UInt8] {
        var members: [(name: String, value: JSONFragment)] = [("jsonrpc", "2.0"), ("method", .string(method))]
        if !parameters.isEmpty { members.append(("params", .object(parameters))) }
        return JSONFragment.object(members).bytes
    }

    private static func message(_ method: String, id: Int64, parameters: [(name: String, value: JSONFragment)]) -> [UInt8] {
        let message: JSONFragment = ["jsonrpc": "2.0", "id": .integer(id), "method": .string(method), "params": .object(parameters)]
        return message.bytes
    }

    private static func relayedMeta(_ request: UpstreamRequest, _ progressToken: JSONFragment?) -> [(name: String, value: JSONFragment)] {
        request.meta.filter { !MetaKey.reserved.contains($0.name) }.map { member in
            guard let progressToken, member.name == "progressToken" else { return (member.name, .text(member.value)) }
            return (member.name, progressToken)
        }
    }
}

import MCP

/// How an upstream wants to be spoken to, found out once with `server/discover`.
enum UpstreamEra: Sendable, Equatable {
    case stateless
    case handshake

    /// Anything but a proper answer that names the stateless revision means a handshake: old servers refuse in many ways.
    init(discovered message: UpstreamMessage) {
        guard case .result(let result) = message, let versions = result["supportedVersions"]?.elements,
            versions.contains(where: { $0.string == ProtocolRevision.july2026.rawValue })
        else {
            self = .handshake
            return
        }
        self = .stateless
    }

    static let discovery = UpstreamRequest(method: MethodName.discover, principal: "", requestID: "")
}

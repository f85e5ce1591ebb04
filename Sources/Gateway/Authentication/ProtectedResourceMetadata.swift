import API
import MCP

/// What a client has to know to get a token for a server (RFC 9728 §2).
struct ProtectedResourceMetadata {
    let server: ServerEntry
    let issuer: String

    var response: GatewayResponse {
        let document: JSONFragment = [
            "resource": .string(server.resourceURI), "authorization_servers": [.string(issuer)],
            "scopes_supported": [.string(Scope.callTools)], "bearer_methods_supported": ["header"],
            "resource_name": .string(server.displayName),
        ]
        return .json(document.bytes)
    }
}

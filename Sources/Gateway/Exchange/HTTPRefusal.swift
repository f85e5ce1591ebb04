import API
import HTTPTypes
import MCP

/// What is refused before there is a message to answer.
enum HTTPRefusal {
    case methodNotAllowed, originNotAllowed, unknownServer, mediaTypeNotSupported

    var message: String {
        switch self {
        case .methodNotAllowed: "messages are sent with POST"
        case .originNotAllowed: "pages of this origin may not call"
        case .unknownServer: "there is no such server"
        case .mediaTypeNotSupported: "a message is sent as `application/json`"
        }
    }

    var response: GatewayResponse {
        let (status, headers): (Int, HTTPFields) =
            switch self {
            case .methodNotAllowed: (405, [.allow: "POST"])
            case .originNotAllowed: (403, [:])
            case .unknownServer: (404, [:])
            case .mediaTypeNotSupported: (415, [:])
            }
        return .json(ProtocolRefusal(.invalidRequest, message).response, status: status, headers: headers)
    }
}

extension ToolGateway {
    static func metadataPath(tenant: String, server: String) -> String {
        Path.protectedResourceMetadata.filled(tenant, server)
    }
}

import API
import HTTPTypes
import MCP

/// The answer to a request that is not let in: where to get a token, and for what (RFC 6750 §3, RFC 9728 §5.1).
///
/// One challenge, no escapes in it: clients read it with simple patterns.
struct Challenge {
    let metadataURL: String
    let refusal: Unauthenticated

    var response: GatewayResponse {
        var body: [(name: String, value: JSONFragment)] = []
        if let code = refusal.code { body.append(("error", .string(code.rawValue))) }
        body.append(("error_description", .string(refusal.message)))
        return .json(JSONFragment.object(body).bytes, status: refusal.status, headers: [.wwwAuthenticate: headerValue])
    }

    private var headerValue: String {
        var parameters = ["resource_metadata=\"\(metadataURL)\"", "scope=\"\(Scope.callTools)\""]
        if let code = refusal.code {
            parameters.append("error=\"\(code.rawValue)\"")
            parameters.append("error_description=\"\(Self.quotable(refusal.message))\"")
        }
        return "Bearer " + parameters.joined(separator: ", ")
    }

    private static func quotable(_ text: String) -> String {
        String(text.unicodeScalars.map { (0x20...0x7E).contains($0.value) && $0 != "\"" && $0 != "\\" ? Character($0) : "'" })
    }
}

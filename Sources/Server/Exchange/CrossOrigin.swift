import API
import HTTPTypes
import Hummingbird

/// Lets programs in web pages read what is public to every origin (WHATWG Fetch, "CORS protocol").
///
/// No origin is named and no credentials are allowed: a browser's cookies never count here.
enum CrossOrigin {
    static func open(_ response: inout Response) {
        response.headers[.accessControlAllowOrigin] = "*"
        response.headers[.accessControlExposeHeaders] = "X-Request-ID, WWW-Authenticate"
    }

    /// The answer to a browser asking first; nil when the path is not open.
    static func preflight(_ request: Request, _ table: RouteTable) -> Response? {
        guard let path = table.path(matching: request.uri.path), path.isOpenToAllOrigins else { return nil }
        return Response(
            status: .noContent,
            headers: [
                .allow: table.allowed(at: path),
                .accessControlAllowMethods: table.allowed(at: path),
                .accessControlAllowHeaders: "Authorization, Content-Type, MCP-Protocol-Version, X-Request-ID",
                .accessControlMaxAge: "600",
            ])
    }
}

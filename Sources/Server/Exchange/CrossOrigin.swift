import API
import HTTPTypes
import Hummingbird

/// Lets programs in web pages read what is public to every origin (WHATWG Fetch, "CORS protocol").
///
/// No origin is named and no credentials are allowed: a browser's cookies never count here.
struct CrossOrigin: Sendable {
    /// Origins whose pages may call MCP servers; what answers there is not public, so each is named.
    let callers: Set<String>

    func open(_ response: inout Response, to request: Request, at path: Path?) {
        guard let path, let origin = allowedOrigin(request, path) else { return }
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.accessControlExposeHeaders] = "X-Request-ID, WWW-Authenticate"
        if origin != "*" { response.headers[.vary] = "Origin" }
    }

    /// The answer to a browser asking first; nil when the path is not open to it.
    func preflight(_ request: Request, _ table: RouteTable) -> Response? {
        guard let path = table.path(matching: request.uri.path), allowedOrigin(request, path) != nil else { return nil }
        return Response(
            status: .noContent,
            headers: [
                .allow: table.allowed(at: path),
                .accessControlAllowMethods: table.allowed(at: path),
                .accessControlAllowHeaders: "Authorization, Content-Type, MCP-Protocol-Version, Mcp-Method, Mcp-Name, X-Request-ID",
                .accessControlMaxAge: "600",
            ])
    }

    private func allowedOrigin(_ request: Request, _ path: Path) -> String? {
        if path.isOpenToAllOrigins { return "*" }
        guard path == .mcpServer, let origin = request.headers.single(.origin), callers.contains(origin) else { return nil }
        return origin
    }
}

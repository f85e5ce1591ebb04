import API
import Gateway
import HTTPTypes
import Hummingbird
import NIOCore

/// The MCP endpoints of the tenant's servers, and the documents that say who issues tokens for them.
struct GatewayEndpoints: Sendable {
    let gateway: ToolGateway
    let tenant: String

    func mount(on site: inout Site) {
        site.on(.post, .mcpServer, message)
        site.on(.get, .protectedResourceMetadata, metadata)
    }

    @Sendable private func message(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let server = try server(exchange)
        let body = try await request.bytes(upTo: BodyLimit.message, exchange)
        let answer = await gateway.respond(
            to: GatewayRequest(
                method: request.method, query: request.uri.query, headers: request.headers, body: body, server: server,
                requestID: exchange.requestID, remote: exchange.remote, onHangUp: { exchange.onHangUp($0) }))
        return GatewayAnswer.response(answer, exchange)
    }

    @Sendable private func metadata(_ request: Request, _ exchange: Exchange) async throws -> Response {
        GatewayAnswer.response(await gateway.protectedResourceMetadata(of: try server(exchange)), exchange)
    }

    private func server(_ exchange: Exchange) throws(Refusal) -> String {
        guard exchange.segment("tenant") == tenant, let server = exchange.segment("server") else {
            throw Refusal(.notFound, "there is no server at this path")
        }
        return server
    }
}

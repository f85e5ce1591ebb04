import HTTPTypes
import Hummingbird
import Logging
package import MCP
import NIOCore

/// Serves MCP over streamable HTTP at one path until the process is asked to stop: for MCP servers written with this package.
package func serveMCP(host: String, port: Int, path: String, handler: any ModelContextHandler) async throws {
    let router = Router(context: BasicRequestContext.self)
    router.post(RouterPath(path)) { request, _ in try await modelContextAnswer(to: request, by: handler) }
    for method in [HTTPRequest.Method.get, .delete, .put, .patch] {
        router.on(RouterPath(path), method: method) { _, _ in Response(status: .methodNotAllowed, headers: [.allow: "POST"]) }
    }
    let listen = ServerListener(address: try ListenAddress(parsing: host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"))
    let logger = Logger(label: "cardea.mcp") { JSONLogHandler(label: $0, level: .error) }
    try await listen.application(router.buildResponder(), logger: logger).runService()
}

private func modelContextAnswer(to request: Request, by handler: any ModelContextHandler) async throws -> Response {
    let body: ByteBuffer
    do {
        body = try await request.body.collect(upTo: BodyLimit.message)
    } catch is NIOTooManyBytesError {
        return Response(status: .contentTooLarge)
    }
    let headers = request.headers.map { (name: $0.name.canonicalName, value: $0.value) }
    let answer = await handler.respond(to: Array(buffer: body), headers: headers)
    var fields = HTTPFields()
    for (name, value) in answer.headers {
        guard let name = HTTPField.Name(name) else { continue }
        fields.append(HTTPField(name: name, value: value))
    }
    return Response(
        status: HTTPResponse.Status(code: answer.status), headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
}

import Gateway
import Hummingbird
import NIOCore

/// Sends what the gateway answers; a stream piece by piece as it comes, and no longer than somebody listens.
enum GatewayAnswer {
    static func response(_ answer: GatewayResponse, _ exchange: Exchange) -> Response {
        let status = HTTPResponse.Status(code: answer.status)
        switch answer.body {
        case .bytes(let bytes):
            return Response(status: status, headers: answer.headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        case .stream(let stream):
            return Response(status: status, headers: answer.headers, body: StreamedAnswer.body(exchange, stream))
        }
    }
}

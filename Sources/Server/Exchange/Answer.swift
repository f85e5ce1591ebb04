import API
import HTTPTypes
import Hummingbird
import NIOCore
import Pages

/// The forms an answer takes.
enum Answer {
    static func json(_ body: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) throws -> Response {
        bytes(try Wire.encode(body), type: "application/json", status: status, headers: headers)
    }

    static func bytes(
        _ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = type
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static func bytes(_ bytes: [UInt8], type: String) -> Response {
        Response(status: .ok, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static func text(_ text: String, type: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = type
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// A page, and what keeps it from being framed, sniffed or told to others.
    static func page(_ html: HTML, status: HTTPResponse.Status, redirectOrigin: String? = nil) -> Response {
        var headers = HTTPFields()
        for (name, value) in PageHeaders.security(redirectOrigin: redirectOrigin) { headers.set(HTTPField.Name(name), value) }
        // With `no-referrer` browsers send `Origin: null` with the page's own form (Fetch §3.2), and the form could not be told from a
        // foreign one. `same-origin` tells others just as little.
        headers.set(HeaderNames.referrerPolicy, "same-origin")
        return text(html.text, type: "text/html; charset=utf-8", status: status, headers: headers)
    }

    /// After a form the browser has to come back with GET, without the form: 303, never 302 or 307 (RFC 9700 §4.12).
    static func seeOther(_ location: String, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.location] = location
        headers.set(HeaderNames.referrerPolicy, "no-referrer")
        return Response(status: .seeOther, headers: headers)
    }
}

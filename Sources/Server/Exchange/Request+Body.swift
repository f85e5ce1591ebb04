import API
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension Request {
    /// How long a body may take to arrive; a connection on which nothing arrives at all is closed by its idle limit before that.
    static let bodyTime = Duration.seconds(30)

    /// The whole body, or 413: a longer one is refused before more than the limit has been kept.
    func bytes(upTo limit: Int, _ exchange: Exchange) async throws -> [UInt8] {
        let tooLarge = Refusal(.bodyTooLarge, "the body may have \(limit) bytes at most")
        if let text = headers[.contentLength], let length = Int(text), length > limit { throw tooLarge }
        var bytes: [UInt8] = []
        for try await chunk in body {
            guard bytes.count + chunk.readableBytes <= limit else { throw tooLarge }
            bytes.append(contentsOf: chunk.readableBytesView)
            guard ContinuousClock.now - exchange.receivedAt < Self.bodyTime else {
                exchange.close()
                throw Refusal(.invalidRequest, "the body took too long to arrive")
            }
        }
        return bytes
    }

    /// The body of a JSON endpoint: the media type has to say so (RFC 9110 §8.3).
    func jsonBytes(
        upTo limit: Int, otherwise refusal: ErrorCode = .unsupportedMediaType, _ exchange: Exchange
    ) async throws -> [UInt8] {
        guard mediaType == "application/json" else {
            throw Refusal(refusal, "send the body as `application/json`, and say so in `Content-Type`")
        }
        return try await bytes(upTo: limit, exchange)
    }

    /// The media type without its parameters, in lower case.
    var mediaType: String? {
        guard let value = headers.single(.contentType) else { return nil }
        // By bytes: Foundation's way to trim and search costs a tenth of a whole evaluation.
        let type = value.utf8.prefix { $0 != UInt8(ascii: ";") }
        guard let end = type.lastIndex(where: { $0 != 0x20 && $0 != 0x09 }) else { return "" }
        return String(Substring(type[...end].drop { $0 == 0x20 || $0 == 0x09 })).lowercased()
    }

    /// The bearer credential (RFC 6750 §2.1); the scheme's name is case-insensitive.
    ///
    /// Two `Authorization` headers are as good as none: which of them counts must not be a guess.
    var bearer: String? {
        guard let value = headers.single(.authorization), let space = value.firstIndex(of: " "),
            value[..<space].lowercased() == "bearer"
        else { return nil }
        let credential = value.utf8[value.utf8.index(after: space)...]
        return credential.isEmpty || credential.contains(0x20) ? nil : String(Substring(credential))
    }
}

/// How long a body may be, by what it carries.
enum BodyLimit {
    static let form = 64 * 1024
    static let management = 1024 * 1024
    static let evaluation = 1024 * 1024
    static let message = 4 * 1024 * 1024
}

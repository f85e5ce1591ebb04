import API
import HTTPTypes

/// The token of a request: from the one `Authorization` header, and from nowhere else.
///
/// A token in the address ends up in logs and histories (RFC 9700 §4.3.2), so one that is there is never read.
struct BearerCredential: Sendable {
    private static let lengthLimit = 16 * 1024

    let token: SecretText

    init(_ request: GatewayRequest) throws(Unauthenticated) {
        guard !Self.hasTokenInQuery(request.query) else {
            throw Unauthenticated(.invalidRequest, "a token in the address is not accepted: send it in the header `Authorization`")
        }
        let values = request.headers[values: .authorization]
        guard let value = values.first else { throw Unauthenticated(nil, "a bearer token is needed") }
        guard values.count == 1 else { throw Unauthenticated(.invalidRequest, "the header `Authorization` is there twice") }
        let parts = value.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw Unauthenticated(nil, "a bearer token is needed")
        }
        let text = parts[1].drop { $0 == " " }
        guard 1...Self.lengthLimit ~= text.utf8.count, text.utf8.allSatisfy(Self.isTokenByte) else {
            throw Unauthenticated(.invalidToken, "the token is malformed")
        }
        token = SecretText(String(text))
    }

    private static func hasTokenInQuery(_ query: String?) -> Bool {
        guard let query else { return false }
        return query.split(whereSeparator: { $0 == "&" || $0 == ";" }).contains { pair in
            let name = pair.prefix { $0 != "=" }
            return (name.removingPercentEscapes ?? String(name)).lowercased() == "access_token"
        }
    }

    /// RFC 6750 §2.1.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "+"), UInt8(ascii: "/"),
            UInt8(ascii: "="):
            true
        default: false
        }
    }
}

extension Substring {
    /// Nil when an escape is broken.
    fileprivate var removingPercentEscapes: String? {
        var bytes: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard digits.utf8.count == 2, let value = UInt8(digits, radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

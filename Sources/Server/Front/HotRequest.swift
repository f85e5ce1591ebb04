import API
import Tokens

/// A complete request to one of the endpoints that the front answers itself.
struct HotRequest {
    enum Route: Int {
        /// `POST /t/{tenant}/access/v1/evaluation`
        case evaluation
        /// `POST /t/{tenant}/access/v1/evaluations`
        case evaluations
        /// `POST /stores/{store}/check`
        case storeCheck

        var path: Path {
            switch self {
            case .evaluation: .evaluation
            case .evaluations: .evaluations
            case .storeCheck: .storeCheck
            }
        }

        /// What stands before and behind the one segment that is not the same in all requests.
        fileprivate var frame: (prefix: StaticString, suffix: StaticString) {
            switch self {
            case .evaluation: ("/t/", "/access/v1/evaluation")
            case .evaluations: ("/t/", "/access/v1/evaluations")
            case .storeCheck: ("/stores/", "/check")
            }
        }
    }

    let route: Route
    /// The tenant's name, or the store's id.
    let name: String
    /// The path as it was sent.
    let path: String
    /// Of the bearer token.
    let token: TokenDigest
    /// The caller's id where it is acceptable.
    let requestID: String?
    let body: [UInt8]
}

/// An answer that leaves with status 200, as JSON.
struct HotAnswer {
    let requestID: String
    let body: [UInt8]
    /// Further header lines, each with its CRLF.
    var headerLines = ""
}

/// Answers hot requests at once, on the event loop, or not at all.
///
/// Nil hands the request to the framework: whoever answers nil has changed and recorded nothing. So only the usual case is decided here,
/// and every error has one place where it becomes an answer.
protocol HotDesk: Sendable {
    func answer(_ request: HotRequest) -> HotAnswer?
}

/// Asks one desk after another.
struct HotDesks: HotDesk {
    let desks: [any HotDesk]

    func answer(_ request: HotRequest) -> HotAnswer? {
        for desk in desks {
            if let answer = desk.answer(request) { return answer }
        }
        return nil
    }
}

extension HotRequest {
    /// Longer bodies are left to the framework, which reads them piece by piece.
    static let maximumBodyLength = 64 * 1024

    /// The endpoint that the head asks for; nil when it is none of ours or anything about it is unusual.
    static func route(_ head: RequestHead, _ bytes: UnsafeRawBufferPointer) -> (route: Route, name: RequestHead.Span)? {
        guard head.isPost, !head.isUnusual, head.bodyLength > 0, head.bodyLength <= maximumBodyLength,
            let type = head.contentType, RequestHead.equalIgnoringCase(bytes, type, "application/json"), head.authorization != nil
        else { return nil }
        for route in [Route.evaluation, .storeCheck, .evaluations] {
            if let name = name(in: head.target, bytes, route.frame) { return (route, name) }
        }
        return nil
    }

    private static func name(
        in target: RequestHead.Span, _ bytes: UnsafeRawBufferPointer, _ frame: (prefix: StaticString, suffix: StaticString)
    ) -> RequestHead.Span? {
        guard target.count > frame.prefix.utf8CodeUnitCount + frame.suffix.utf8CodeUnitCount else { return nil }
        let name = target.lowerBound + frame.prefix.utf8CodeUnitCount..<target.upperBound - frame.suffix.utf8CodeUnitCount
        guard name.count <= 64, RequestHead.equal(bytes, target.lowerBound..<name.lowerBound, frame.prefix),
            RequestHead.equal(bytes, name.upperBound..<target.upperBound, frame.suffix),
            // A name that needs decoding, or has another segment in it, is nobody's.
            RequestHead.allSatisfy(bytes, name, { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "%") && $0 != UInt8(ascii: "?") })
        else { return nil }
        return name
    }

    /// Nil when the credential is not one bearer token.
    init?(_ head: RequestHead, _ bytes: UnsafeRawBufferPointer, route: Route, name: RequestHead.Span, last: inout LastToken) {
        func text(_ span: RequestHead.Span) -> String { String(decoding: UnsafeRawBufferPointer(rebasing: bytes[span]), as: UTF8.self) }
        guard let authorization = head.authorization, authorization.count > 7,
            RequestHead.equalIgnoringCase(bytes, authorization.lowerBound..<authorization.lowerBound + 7, "bearer ")
        else { return nil }
        let credential = UnsafeRawBufferPointer(rebasing: bytes[authorization.lowerBound + 7..<authorization.upperBound])
        let digest = last.digest(of: credential) { token in
            RequestHead.allSatisfy(token, token.indices, { $0 > 0x20 && $0 < 0x7F })
        }
        guard let digest else { return nil }
        token = digest
        self.route = route
        self.name = text(name)
        path = text(head.target)
        requestID = head.requestID.map(text).flatMap { RequestID.isAcceptable($0) ? $0 : nil }
        body = Array(bytes[head.length..<head.length + head.bodyLength])
    }
}

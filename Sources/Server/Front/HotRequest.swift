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

    let target: HotTarget
    /// Of the bearer token.
    let token: TokenDigest
    /// The caller's id where it is acceptable.
    let requestID: String?
    let body: [UInt8]

    var route: Route { target.route }
    /// The tenant's name, or the store's id.
    var name: String { target.name }
}

/// What the requests of one client to one endpoint have in common.
final class HotTarget: Sendable {
    let route: HotRequest.Route
    let name: String
    /// What the log says of each of them.
    let line: RequestLineFrame
    /// As it was sent.
    private let path: [UInt8]

    fileprivate init(_ route: HotRequest.Route, name: String, path: UnsafeRawBufferPointer, log: RequestLog) {
        self.route = route
        self.name = name
        self.path = Array(path)
        line = RequestLineFrame(
            log, method: "POST", path: String(decoding: path, as: UTF8.self), route: route.path.rawValue, status: 200)
    }

    func isAt(_ path: UnsafeRawBufferPointer) -> Bool { self.path.elementsEqual(path) }
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

    /// What the head asks for, `last` where that is the same; nil when it is none of ours or anything about it is unusual.
    static func target(_ head: RequestHead, _ bytes: UnsafeRawBufferPointer, last: HotTarget?, log: RequestLog) -> HotTarget? {
        guard head.isPost, !head.isUnusual, head.bodyLength > 0, head.bodyLength <= maximumBodyLength,
            let type = head.contentType, RequestHead.equalIgnoringCase(bytes, type, "application/json"),
            credential(head, bytes) != nil
        else { return nil }
        let path = UnsafeRawBufferPointer(rebasing: bytes[head.target])
        if let last, last.isAt(path) { return last }
        for route in [Route.evaluation, .storeCheck, .evaluations] {
            if let name = name(in: head.target, bytes, route.frame) {
                return HotTarget(route, name: bytes.text(name), path: path, log: log)
            }
        }
        return nil
    }

    /// Where the bearer token stands; nil when the credential is something else.
    static func credential(_ head: RequestHead, _ bytes: UnsafeRawBufferPointer) -> RequestHead.Span? {
        let scheme: StaticString = "bearer "
        guard let authorization = head.authorization, authorization.count > scheme.utf8CodeUnitCount else { return nil }
        let start = authorization.lowerBound + scheme.utf8CodeUnitCount
        guard RequestHead.equalIgnoringCase(bytes, authorization.lowerBound..<start, scheme) else { return nil }
        return start..<authorization.upperBound
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

    static func isToken(_ bytes: UnsafeRawBufferPointer, _ span: RequestHead.Span) -> Bool {
        RequestHead.allSatisfy(bytes, span, { $0 > 0x20 && $0 < 0x7F })
    }

    /// `bytes` hold the whole request. Nil when the credential is not one bearer token.
    init?(_ head: RequestHead, _ bytes: UnsafeRawBufferPointer, target: HotTarget, last: inout LastToken) {
        guard let credential = Self.credential(head, bytes) else { return nil }
        let digest = last.digest(of: UnsafeRawBufferPointer(rebasing: bytes[credential])) { token in
            Self.isToken(token, token.indices)
        }
        guard let digest else { return nil }
        token = digest
        self.target = target
        requestID = head.requestID.map(bytes.text).flatMap { RequestID.isAcceptable($0) ? $0 : nil }
        body = Array(bytes[head.length..<head.length + head.bodyLength])
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func text(_ span: RequestHead.Span) -> String {
        String(decoding: UnsafeRawBufferPointer(rebasing: self[span]), as: UTF8.self)
    }
}

import API

/// A complete request to one of the endpoints that the front answers itself.
struct HotRequest {
    enum Route {
        /// `POST /t/{tenant}/access/v1/evaluation`
        case evaluation

        var path: Path {
            switch self {
            case .evaluation: .evaluation
            }
        }
    }

    let route: Route
    let tenant: String
    /// The path as it was sent.
    let path: String
    let bearer: String
    /// The caller's id where it is acceptable.
    let requestID: String?
    let body: [UInt8]
}

/// An answer that leaves with status 200, as JSON.
struct HotAnswer {
    let requestID: String
    let body: String
}

/// Answers hot requests at once, on the event loop, or not at all.
///
/// Nil hands the request to the framework: whoever answers nil has changed and recorded nothing. So only the usual case is decided here,
/// and every error has one place where it becomes an answer.
protocol HotDesk: Sendable {
    func answer(_ request: HotRequest) -> HotAnswer?
}

extension HotRequest {
    /// Longer bodies are left to the framework, which reads them piece by piece.
    static let maximumBodyLength = 64 * 1024

    /// The endpoint that the head asks for; nil when it is none of ours or anything about it is unusual.
    static func route(_ head: RequestHead, _ bytes: UnsafeRawBufferPointer) -> (route: Route, tenant: RequestHead.Span)? {
        guard head.isPost, !head.isUnusual, head.bodyLength > 0, head.bodyLength <= maximumBodyLength,
            let type = head.contentType, RequestHead.equalIgnoringCase(bytes, type, "application/json"), head.authorization != nil
        else { return nil }
        let prefix: StaticString = "/t/"
        let suffix: StaticString = "/access/v1/evaluation"
        let target = head.target
        guard target.count > prefix.utf8CodeUnitCount + suffix.utf8CodeUnitCount else { return nil }
        let tenant = target.lowerBound + prefix.utf8CodeUnitCount..<target.upperBound - suffix.utf8CodeUnitCount
        guard tenant.count <= 64, RequestHead.equal(bytes, target.lowerBound..<tenant.lowerBound, prefix),
            RequestHead.equal(bytes, tenant.upperBound..<target.upperBound, suffix),
            // A name that needs decoding, or has another segment in it, is no tenant's.
            bytes[tenant.lowerBound..<tenant.upperBound].allSatisfy({ !"/%?".utf8.contains($0) })
        else { return nil }
        return (.evaluation, tenant)
    }

    /// Nil when the credential is not one bearer token.
    init?(_ head: RequestHead, _ bytes: UnsafeRawBufferPointer, route: Route, tenant: RequestHead.Span) {
        func text(_ span: RequestHead.Span) -> String { String(decoding: bytes[span.lowerBound..<span.upperBound], as: UTF8.self) }
        guard let authorization = head.authorization, authorization.count > 7,
            RequestHead.equalIgnoringCase(bytes, authorization.lowerBound..<authorization.lowerBound + 7, "bearer ")
        else { return nil }
        let credential = authorization.lowerBound + 7..<authorization.upperBound
        guard bytes[credential.lowerBound..<credential.upperBound].allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        self.route = route
        self.tenant = text(tenant)
        path = text(head.target)
        bearer = text(credential)
        requestID = head.requestID.map(text).flatMap { RequestID.isAcceptable($0) ? $0 : nil }
        body = Array(bytes[head.length..<head.length + head.bodyLength])
    }
}

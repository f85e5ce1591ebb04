public import HTTPTypes

/// The head of a response, and its body as it comes.
public struct TransportResponse: Sendable {
    public var status: Int
    public var headers: HTTPFields
    public var body: TransportBody

    public init(status: Int, headers: HTTPFields, body: TransportBody) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The whole body, or `TransportError.bodyTooLarge` as soon as it is longer than the limit.
    public func collect(upTo limit: Int) async throws -> [UInt8] {
        try await body.collect(upTo: limit)
    }
}

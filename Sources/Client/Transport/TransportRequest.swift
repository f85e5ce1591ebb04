public import HTTPTypes

/// One HTTP request. The timeout runs until the head of the response is there; the body is bounded by whoever reads it.
public struct TransportRequest: Sendable {
    public var method: HTTPRequest.Method
    /// Absolute, `http` or `https`.
    public var url: String
    public var headers: HTTPFields
    public var body: [UInt8]?
    public var timeout: Duration

    public init(
        method: HTTPRequest.Method = .get, url: String, headers: HTTPFields = [:], body: [UInt8]? = nil, timeout: Duration = .seconds(30)
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
    }
}

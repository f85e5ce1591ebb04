/// The parameters of an audit query, as they stand in the query string.
public struct AuditQuery: Sendable, Equatable {
    public var kind: String?
    public var subject: String?
    public var outcome: String?
    public var requestID: String?
    public var before: String?
    public var limit: Int?

    public init(
        kind: String? = nil, subject: String? = nil, outcome: String? = nil, requestID: String? = nil, before: String? = nil,
        limit: Int? = nil
    ) {
        self.kind = kind
        self.subject = subject
        self.outcome = outcome
        self.requestID = requestID
        self.before = before
        self.limit = limit
    }

    /// Only the parameters that are set, in a fixed order.
    public var parameters: [(name: String, value: String)] {
        let all: [(name: String, value: String?)] = [
            ("kind", kind), ("subject", subject), ("outcome", outcome), ("request_id", requestID), ("before", before),
            ("limit", limit.map(String.init)),
        ]
        return all.compactMap { parameter in parameter.value.map { (parameter.name, $0) } }
    }
}

import API
import Hummingbird
import Store

/// The audit of a tenant, newest first.
struct AuditEndpoint: Sendable {
    let authority: Authority
    let gate: AdministratorGate

    func mount(on site: inout Site) {
        site.on(.get, .audit, list)
    }

    @Sendable private func list(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        let query = try Query(request, known: ["kind", "subject", "outcome", "request_id", "before", "limit"])
        let filter = AuditFilter(
            kind: try query["kind"].map { text throws(Refusal) in try Self.known(text, "kind") },
            subject: query["subject"],
            outcome: try query["outcome"].map { text throws(Refusal) in try Self.known(text, "outcome") },
            requestID: query["request_id"], before: try query["before"].map { text throws(Refusal) in try Self.cursor(text) })
        let limit = try query.limit()
        // What has been answered has to be findable at once.
        try await authority.store.flushAudit()
        let events = try await authority.store.auditEvents(entry.tenant, filter, limit: limit)
        let next = events.count == limit ? events.last.map { String($0.sequence) } : nil
        return try Answer.json(AuditPage(events: events.map(AuditEventBody.init), next: next))
    }

    private static func known<Value: RawRepresentable & CaseIterable>(
        _ text: String, _ parameter: String
    ) throws(Refusal) -> Value where Value.RawValue == String {
        guard let value = Value(rawValue: text) else {
            let list = Value.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            throw Refusal(.invalidRequest, "`\(parameter)` is `\(text)`; known are \(list)")
        }
        return value
    }

    private static func cursor(_ text: String) throws(Refusal) -> Int64 {
        guard let sequence = Int64(text), sequence >= 0 else {
            throw Refusal(.invalidCursor, "`before` is `\(text)`: pass on what `next` said")
        }
        return sequence
    }
}

extension AuditEventBody {
    init(_ stored: StoredAuditEvent) {
        let event = stored.event
        self.init(
            sequence: stored.sequence, time: event.time, kind: event.kind.rawValue, subject: event.subject, agent: event.agent,
            action: event.action, resource: event.resource, outcome: event.outcome.rawValue, reason: event.reason,
            decisionID: event.decisionID, requestID: event.requestID, details: event.details)
    }
}

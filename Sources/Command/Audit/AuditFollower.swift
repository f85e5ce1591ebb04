import API
import Client

/// Asks for the newest events again and again and hands out those not seen before, in order.
///
/// The first answer shows the last events there are; a burst larger than the limit is read back page by page until the last seen event.
struct AuditFollower {
    static let maximumPages = 100

    let service: ServiceClient
    let tenant: String
    let query: AuditQuery
    private var lastSeen: Int64?

    init(service: ServiceClient, tenant: String, query: AuditQuery) {
        self.service = service
        self.tenant = tenant
        self.query = query
    }

    mutating func newEvents() async throws -> [AuditEventBody] {
        var query = query
        var events: [AuditEventBody] = []
        for _ in 0..<Self.maximumPages {
            let page = try await service.auditEvents(query, tenant: tenant)
            let new = page.events.filter { $0.sequence > lastSeen ?? .min }
            events += new
            guard lastSeen != nil, new.count == page.events.count, let next = page.next else { break }
            query.before = next
        }
        lastSeen = max(events.map(\.sequence).max() ?? 0, lastSeen ?? 0)
        return events.sorted { $0.sequence < $1.sequence }
    }
}

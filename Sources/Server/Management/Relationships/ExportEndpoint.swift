import API
import HTTPTypes
import Hummingbird
import Permissions
import Store

/// All relationships of a tenant at one revision, one per line, as an import takes them, in the order of their key.
///
/// An export that was interrupted goes on behind the last relationship that came, as long as its snapshot is kept or nothing has been
/// written since.
struct ExportEndpoint: Sendable {
    /// Each holds a snapshot of the database.
    static let concurrency = 4
    /// How long a reader may take for one page; the snapshot must not be held for one that has fallen asleep.
    static let patience = Duration.seconds(60)

    let authority: Authority
    let gate: AdministratorGate
    let shelf = ExportShelf()
    private let places = Places(concurrency)

    init(authority: Authority, gate: AdministratorGate) {
        self.authority = authority
        self.gate = gate
    }

    func mount(on site: inout Site) {
        site.on(.get, .relationshipExport, send)
    }

    @Sendable private func send(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        let query = try Query(request, known: Freshness.parameters.union(["after", "revision"]))
        let place = try places.take(for: entry.tenant)
        let start = try Start(query)
        let held = try await hold(start, Freshness(query), entry.tenant)
        var details = ["revision": held.export.revision.description]
        if let after = start?.after { details["after"] = after.description }
        try await gate.audit.changed(entry, action: "relationship.export", resource: "tenant:\(entry.tenant)", details: details)
        var headers: HTTPFields = [.contentType: LinesOfJSON.mediaType]
        headers.set(HTTPField.Name(LinesOfJSON.revisionHeader), held.export.revision.description)
        let body = StreamedAnswer.body(exchange) { write in
            defer { withExtendedLifetime(place) {} }
            try await run(held, after: start?.after, close: { exchange.close() }, write)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    /// What is interrupted is kept for whoever comes back. A reader that takes too long, for a page or for all, is hung up on.
    func run(_ held: HeldExport, after key: RelationshipKey?, close: @escaping @Sendable () -> Void, _ write: StreamedAnswer.Write)
        async throws
    {
        let watch = Impatience(Self.patience, close)
        let end = Task {
            try await Task.sleep(until: held.end, clock: .continuous)
            close()
        }
        defer {
            watch.end()
            end.cancel()
        }
        do {
            for try await page in key.map({ held.export.after($0) }) ?? held.export {
                var bytes: [UInt8] = []
                for relationship in page { bytes += try StreamedAnswer.line(RelationshipBody(relationship)) }
                try await write(bytes)
                watch.again()
                authority.metrics.countRelationships(page.count, "exported")
            }
        } catch {
            if ContinuousClock.now < held.end { shelf.keep(held) }
            throw error
        }
    }

    private func hold(_ start: Start?, _ freshness: Freshness, _ tenant: TenantID) async throws -> HeldExport {
        guard let start else {
            _ = try await freshness.settle(tenant, in: authority.store)
            return try await begin(tenant)
        }
        guard freshness == .present else {
            throw Refusal(
                .invalidRequest, "an export that goes on is of its own revision: leave `at_least_as_fresh` and `fully_consistent` out")
        }
        if let kept = shelf.take(tenant, start.revision) { return kept }
        let held = try await begin(tenant)
        guard held.export.revision == start.revision else {
            throw Refusal(
                .revisionChanged,
                "the export was begun at revision \(start.revision), which is not kept any more, now it is \(held.export.revision): begin "
                    + "again without `after`")
        }
        return held
    }

    private func begin(_ tenant: TenantID) async throws -> HeldExport {
        let begunAt = ContinuousClock.now
        return HeldExport(tenant: tenant, export: try await authority.store.export(tenant, at: authority.clock()), begunAt: begunAt)
    }

    /// Where an export that was interrupted goes on.
    private struct Start {
        let after: RelationshipKey
        let revision: Revision

        /// Nil for one that begins.
        init?(_ query: Query) throws {
            guard query["after"] != nil || query["revision"] != nil else { return nil }
            guard let text = query["after"], let number = query["revision"].flatMap({ UInt64($0) }) else {
                throw Refusal(
                    .invalidRequest, "to go on, give the last relationship as `after` and the number of `Cardea-Revision` as `revision`")
            }
            after = try RelationshipKey(parsing: text)
            revision = Revision(rawValue: number)
        }
    }
}

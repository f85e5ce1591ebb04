import API
import HTTPTypes
import Hummingbird
import Permissions
import Store

/// All relationships of a tenant at one revision, one per line, as an import takes them.
struct ExportEndpoint: Sendable {
    /// Each holds a snapshot of the database.
    static let concurrency = 4
    /// How long a reader may take for one page; the snapshot must not be held for one that has fallen asleep.
    static let patience = Duration.seconds(60)

    let authority: Authority
    let gate: AdministratorGate
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
        _ = try Query(request, known: [])
        let place = try places.take()
        let export = try await authority.store.export(entry.tenant)
        try await gate.audit.changed(
            entry, action: "relationship.export", resource: "tenant:\(entry.tenant)", details: ["revision": export.revision.description])
        var headers: HTTPFields = [.contentType: LinesOfJSON.mediaType]
        headers.set(HTTPField.Name(LinesOfJSON.revisionHeader), export.revision.description)
        let metrics = authority.metrics
        let body = StreamedAnswer.body(exchange) { write in
            let watch = Impatience(Self.patience) { exchange.close() }
            defer { withExtendedLifetime(place) { watch.end() } }
            for try await page in export {
                var bytes: [UInt8] = []
                for relationship in page { bytes += try StreamedAnswer.line(RelationshipBody(relationship)) }
                try await write(bytes)
                watch.again()
                metrics.countRelationships(page.count, "exported")
            }
        }
        return Response(status: .ok, headers: headers, body: body)
    }
}

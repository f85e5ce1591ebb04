import API
import HTTPTypes
import Hummingbird
import Permissions
import Store

/// The history of a tenant's relationships: in pages, or as a stream that goes on.
struct WatchEndpoint: Sendable {
    /// How long a stream is silent at most.
    static let heartbeat = Duration.seconds(15)
    static let longestWait = 30
    static let streamLimit = 1_000

    let authority: Authority
    let gate: AdministratorGate
    private let streams = Places(streamLimit)

    init(authority: Authority, gate: AdministratorGate) {
        self.authority = authority
        self.gate = gate
    }

    func mount(on site: inout Site) {
        site.on(.get, .relationshipChanges, changes)
    }

    @Sendable private func changes(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        let query = try Query(request, known: ChangeFilter.parameters.union(["after", "wait", "limit"]))
        let reader = ChangeReader(
            store: authority.store, tenant: entry.tenant, filter: try ChangeFilter(query), limit: try query.limit())
        let after = try query["after"].map { text throws(Refusal) in try reader.cursors.position(text) }
        // Taken before the first reading, so that no change falls between the two.
        let signal = authority.store.changeSignal(entry.tenant)
        let first = try await reader.page(after: after)
        guard request.wantsLines else { return try await page(first, reader, signal, wait: try Self.wait(query)) }
        guard query["wait"] == nil else { throw Refusal(.invalidRequest, "`wait` has no meaning for a stream: leave it out") }
        return try stream(first, reader, signal, request, exchange)
    }

    private func page(
        _ first: ChangePage, _ reader: ChangeReader, _ signal: AsyncStream<Revision>, wait: Duration
    ) async throws -> Response {
        var page = first
        let deadline = ContinuousClock.now + wait
        while page.changes.isEmpty, ContinuousClock.now < deadline {
            if !page.hasMore { guard await reader.next(signal, before: deadline) else { break } }
            page = try await reader.page(after: page.next)
        }
        authority.metrics.countRelationships(page.changes.count, "watched")
        return try Answer.json(RelationshipChangePage(page, reader.cursors))
    }

    private func stream(
        _ first: ChangePage, _ reader: ChangeReader, _ signal: AsyncStream<Revision>, _ request: Request, _ exchange: Exchange
    ) throws -> Response {
        let place = try streams.take(for: reader.tenant)
        var headers: HTTPFields = [.contentType: LinesOfJSON.mediaType]
        headers.set(HTTPField.Name("X-Accel-Buffering"), "no")
        let stream = ChangeStream(authority: authority, reader: reader, signal: signal) { _ = try await gate.enter(request, exchange) }
        let body = StreamedAnswer.body(exchange) { write in
            defer { withExtendedLifetime(place) {} }
            try await stream.run(from: first, requestID: exchange.requestID, write)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    private static func wait(_ query: Query) throws(Refusal) -> Duration {
        guard let text = query["wait"] else { return .zero }
        guard let seconds = Int(text), (0...longestWait).contains(seconds) else {
            throw Refusal(.invalidRequest, "`wait` is `\(text)`: write seconds from 0 to \(longestWait)")
        }
        return .seconds(seconds)
    }
}

extension Request {
    /// Whether the caller asks for a stream of lines.
    var wantsLines: Bool {
        headers[values: .accept].contains { $0.lowercased().contains(LinesOfJSON.mediaType) }
    }
}

extension RelationshipChangePage {
    init(_ page: ChangePage, _ cursors: ChangeCursors) {
        self.init(
            changes: page.changes.map { RelationshipChangeBody($0, cursors) }, next: cursors.text(page.next),
            revision: page.next.revision.rawValue,
            complete: !page.hasMore)
    }
}

extension RelationshipChangeBody {
    init(_ change: RelationshipChangeRecord, _ cursors: ChangeCursors) {
        self.init(
            operation: change.operation.rawValue, relationship: RelationshipBody(change.relationship), revision: change.revision.rawValue,
            position: cursors.text(change.place), changedAt: change.changedAt)
    }
}

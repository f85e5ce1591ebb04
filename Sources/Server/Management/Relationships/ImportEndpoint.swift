import API
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Permissions
import Store

/// Brings relationships in by the million: one per line, committed portion by portion while the body still comes.
///
/// To be sent again after an interruption: what is there already is left alone. Asked for lines, it tells its progress while it works and
/// what went wrong in its last line; otherwise it answers once, with the status that says so.
struct ImportEndpoint: Sendable {
    /// Imports that run at the same time; each has a transaction of many rows before the one writer.
    static let concurrency = 4

    let authority: Authority
    let gate: AdministratorGate
    private let places = Places(concurrency)

    init(authority: Authority, gate: AdministratorGate) {
        self.authority = authority
        self.gate = gate
    }

    func mount(on site: inout Site) {
        site.on(.post, .relationshipImport, receive)
    }

    @Sendable private func receive(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        _ = try Query(request, known: [])
        guard request.mediaType == LinesOfJSON.mediaType else {
            throw Refusal(.unsupportedMediaType, "send the relationships one per line, as `\(LinesOfJSON.mediaType)`")
        }
        let place = try places.take(for: entry.tenant)
        defer { withExtendedLifetime(place) {} }
        guard request.wantsLines else { return try Answer.json(try await run(request, entry) { _ in }) }
        var headers: HTTPFields = [.contentType: LinesOfJSON.mediaType]
        headers.set(HTTPField.Name("X-Accel-Buffering"), "no")
        let body = StreamedAnswer.body(exchange) { write in
            defer { withExtendedLifetime(place) {} }
            try await tell(request, entry, write)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    private func tell(_ request: Request, _ entry: Entry, _ write: StreamedAnswer.Write) async throws {
        var last = ImportProgress(read: 0, committed: 0, changed: 0)
        do {
            last = try await run(request, entry) { progress in
                last = progress
                try await write(StreamedAnswer.line(progress))
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            let refusal = Refusal(for: error)
            last.problem = Problem(refusal.code, refusal.message, timestamp: authority.clock(), requestID: entry.requestID)
            try await write(StreamedAnswer.line(last))
            if refusal.code == .internalError { throw StreamedAnswer.ToldFailure(cause: error) }
            return
        }
        try await write(StreamedAnswer.line(last))
    }

    /// Takes the body to its end; `onCommit` hears of every portion that has been committed.
    private func run(
        _ request: Request, _ entry: Entry, onCommit: (ImportProgress) async throws -> Void
    ) async throws -> ImportProgress {
        var work = ImportWork(importer: authority.store.importer(entry.tenant), clock: authority.clock)
        var recorded = 0
        do {
            for try await chunk in request.body {
                try await work.take(chunk.readableBytesView)
                guard work.progress.committed > recorded else { continue }
                try await record(work.progress, since: &recorded, entry)
                try await onCommit(work.progress)
            }
            try await work.finish()
        } catch {
            // Whoever hangs up leaves what is committed behind, and a part that is being written.
            await work.settle()
            let isNew = work.progress.committed > recorded
            try? await record(work.progress, since: &recorded, entry)
            if isNew { try? await onCommit(work.progress) }
            throw work.refusal(error)
        }
        try await record(work.progress, since: &recorded, entry)
        var progress = work.progress
        progress.complete = true
        return progress
    }

    /// Each portion once, whether or not the caller is still there.
    private func record(_ progress: ImportProgress, since recorded: inout Int, _ entry: Entry) async throws {
        guard progress.committed > recorded else { return }
        authority.metrics.countRelationships(progress.committed - recorded, "imported")
        recorded = progress.committed
        let details = [
            "committed": String(progress.committed), "changed": String(progress.changed),
            "revision": progress.revision.map(String.init) ?? "",
        ]
        // In a task of its own, which ends with the audit and not with the caller.
        try await Task { [audit = gate.audit] in
            try await audit.changed(
                entry, .grant, action: "relationship.import", resource: "tenant:\(entry.tenant)", details: details)
        }.value
    }
}

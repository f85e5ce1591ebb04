import API
import Foundation
import Permissions
import Store

/// Reads the history of one tenant from a position on.
struct ChangeReader: Sendable {
    let store: Store
    let tenant: TenantID
    let filter: ChangeFilter
    let limit: Int

    var cursors: ChangeCursors { ChangeCursors(tenant, filter) }

    func page(after position: ChangePosition?) async throws -> ChangePage {
        try await store.changes(tenant, after: position, limit: limit, matching: filter)
    }

    /// Waits for a new revision; false when there is none in time, or never will be.
    func next(_ signal: AsyncStream<Revision>, before deadline: ContinuousClock.Instant) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                var iterator = signal.makeAsyncIterator()
                return await iterator.next() != nil
            }
            group.addTask {
                try? await Task.sleep(until: deadline, clock: .continuous)
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }
}

/// Changes as they happen, a line each, with signs of life between them.
///
/// Whoever is let in stays so only as long as its key is: `stillAllowed` is asked again with every sign of life, which comes as well while
/// the stream is behind and reads on without a pause.
struct ChangeStream: Sendable {
    let authority: Authority
    let reader: ChangeReader
    let signal: AsyncStream<Revision>
    var heartbeat = WatchEndpoint.heartbeat
    let stillAllowed: @Sendable () async throws -> Void

    /// Ends when the caller hangs up or the store closes; what goes wrong is told in the last line.
    func run(from first: ChangePage, requestID: String, _ write: StreamedAnswer.Write) async throws {
        do {
            try await follow(first, write)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            let refusal = Refusal(for: error)
            let problem = Problem(refusal.code, refusal.message, timestamp: authority.clock(), requestID: requestID)
            try await write(StreamedAnswer.line(WatchLine(problem: problem)))
            if refusal.code == .internalError { throw StreamedAnswer.ToldFailure(cause: error) }
        }
    }

    private func follow(_ first: ChangePage, _ write: StreamedAnswer.Write) async throws {
        var page = first
        var iterator = Ticks(signal, every: heartbeat).makeAsyncIterator()
        var lastSign = ContinuousClock.now
        try await send(page, write)
        while true {
            var isSilent = false
            if !page.hasMore {
                guard let tick = await iterator.next() else { return }
                isSilent = tick == .silence
            }
            let isDue = isSilent || ContinuousClock.now - lastSign >= heartbeat
            if isDue { try await stillAllowed() }
            page = try await advance(page, write)
            guard isDue else { continue }
            try await write(StreamedAnswer.line(WatchLine(next: reader.cursors.text(page.next))))
            lastSign = ContinuousClock.now
        }
    }

    private func advance(_ page: ChangePage, _ write: StreamedAnswer.Write) async throws -> ChangePage {
        let next = try await reader.page(after: page.next)
        try await send(next, write)
        return next
    }

    /// All lines of a page in one piece. A page without changes that has moved on says so.
    private func send(_ page: ChangePage, _ write: StreamedAnswer.Write) async throws {
        guard !page.changes.isEmpty else { return }
        var bytes: [UInt8] = []
        let cursors = reader.cursors
        for change in page.changes {
            let body = RelationshipChangeBody(change, cursors)
            bytes += try StreamedAnswer.line(WatchLine(change: body, next: body.position))
        }
        try await write(bytes)
        authority.metrics.countRelationships(page.changes.count, "watched")
    }
}

/// New revisions and the silence between them, in one sequence; it ends with the signal.
private struct Ticks: AsyncSequence {
    enum Element: Sendable {
        case changed, silence
    }

    let signal: AsyncStream<Revision>
    let interval: Duration

    init(_ signal: AsyncStream<Revision>, every interval: Duration) {
        self.signal = signal
        self.interval = interval
    }

    func makeAsyncIterator() -> AsyncStream<Element>.Iterator {
        let (stream, continuation) = AsyncStream<Element>.makeStream(bufferingPolicy: .bufferingNewest(2))
        let (signal, interval) = (signal, interval)
        let watching = Task {
            for await _ in signal { continuation.yield(.changed) }
            continuation.finish()
        }
        let ticking = Task {
            while !Task.isCancelled {
                try? await Task.sleep(for: interval)
                continuation.yield(.silence)
            }
        }
        continuation.onTermination = { _ in
            watching.cancel()
            ticking.cancel()
        }
        return stream.makeAsyncIterator()
    }
}

import GRDB
import Testing

@testable import Store

/// A queue without a writer of its own, so that room is made only where a test makes it.
@Suite struct AuditQueueTests {
    private let patient = AuditQueue.Bounds(capacity: 4, portion: 2, callers: 3, patience: .seconds(3_600))

    @Test func `callers are let in in the order in which they came`() async throws {
        try await withQueue(patient) { queue, store in
            try queue.append((0..<4).map(event))
            let first = Task { try await queue.appendWhenThereIsRoom((4..<6).map(event)) }
            try await until { queue.callerCount == 1 }
            let second = Task { try await queue.appendWhenThereIsRoom([event(6)]) }
            try await until { queue.callerCount == 2 }
            try await queue.flush()
            try await first.value
            try await second.value
            #expect(queue.callerCount == 0)
            try await queue.flush()
            #expect(try await reasons(store) == (0..<7).map(String.init))
        }
    }

    @Test func `nobody passes those who wait, though there is room`() async throws {
        try await withQueue(patient) { queue, store in
            try queue.append((0..<3).map(event))
            let waiting = Task { try await queue.appendWhenThereIsRoom((3..<5).map(event)) }
            try await until { queue.callerCount == 1 }
            #expect(throws: AuditQueueFull.self) { try queue.append([event(9)]) }
            try await queue.flush()
            try await waiting.value
            try queue.append([event(5)])
            try await queue.flush()
            #expect(try await reasons(store) == (0..<6).map(String.init))
        }
    }

    @Test func `what was done enters however full the queue is, and is on the disk when that is said`() async throws {
        try await withStore { store in
            await store.audit.stop()
            for _ in 0..<AuditQueue.capacity { try store.record(decision(0)) }
            #expect(throws: AuditQueueFull.self) { try store.record(decision(1)) }
            try await store.recordDone(decision(2))
            #expect(store.auditQueueLength == 0)
            #expect(try await store.auditEvents(Sample.acme, AuditFilter(), limit: 1).map(\.event.reason) == ["2"])
        }
    }

    @Test func `more than may wait are refused at once, and so is what never has room`() async throws {
        try await withQueue(patient) { queue, _ in
            try queue.append((0..<4).map(event))
            let waiting = (0..<3).map { number in Task { try await queue.appendWhenThereIsRoom([event(number)]) } }
            try await until { queue.callerCount == 3 }
            await #expect(throws: AuditQueueFull.self) { try await queue.appendWhenThereIsRoom([event(9)]) }
            try await queue.flush()
            for task in waiting { try await task.value }
            await #expect(throws: AuditQueueFull.self) { try await queue.appendWhenThereIsRoom((0..<5).map(event)) }
        }
    }

    @Test func `who is cancelled has recorded nothing and holds up nobody`() async throws {
        try await withQueue(patient) { queue, store in
            try queue.append((0..<3).map(event))
            let large = Task { try await queue.appendWhenThereIsRoom((7..<9).map(event)) }
            try await until { queue.callerCount == 1 }
            let small = Task { try await queue.appendWhenThereIsRoom([event(3)]) }
            try await until { queue.callerCount == 2 }
            large.cancel()
            await #expect(throws: AuditQueueFull.self) { try await large.value }
            try await small.value
            let late = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await queue.appendWhenThereIsRoom([event(9)])
            }
            await #expect(throws: AuditQueueFull.self) { try await late.value }
            try await queue.flush()
            #expect(try await reasons(store) == (0..<4).map(String.init))
        }
    }

    @Test func `who has waited for too long is refused`() async throws {
        var hasty = patient
        hasty.patience = .milliseconds(1)
        try await withQueue(hasty) { queue, _ in
            try queue.append((0..<4).map(event))
            for _ in 0..<3 { await #expect(throws: AuditQueueFull.self) { try await queue.appendWhenThereIsRoom([event(9)]) } }
            #expect(queue.callerCount == 0)
            #expect(queue.count == 4)
        }
    }

    @Test func `each caller is answered once, and what was taken is written, whatever happens at the same time`() async throws {
        let bounds = AuditQueue.Bounds(capacity: 8, portion: 3, callers: 16, patience: .milliseconds(5))
        try await withQueue(bounds) { queue, store in
            let flushing = Task { while !Task.isCancelled { try? await queue.flush() } }
            let taken = await withTaskGroup(of: Int.self) { group in
                for number in 0..<400 {
                    group.addTask {
                        let work = Task { try await queue.appendWhenThereIsRoom((0...(number % 3)).map { _ in event(number) }) }
                        if number % 5 == 0 { work.cancel() }
                        return (try? await work.value) == nil ? 0 : number % 3 + 1
                    }
                }
                return await group.reduce(0, +)
            }
            flushing.cancel()
            await flushing.value
            try await queue.flush()
            #expect(queue.callerCount == 0)
            let blocks = try await store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM audit_events") }
            #expect(blocks == taken)
        }
    }

    @Test func `one transaction takes a portion and no more, unless one request brings more`() {
        var backlog = AuditBacklog()
        for number in 0..<5 { backlog.append(event(number)) }
        #expect(backlog.portion(of: 2).count == 2)
        // What was not written is in the next portion again.
        let first = backlog.portion(of: 3)
        #expect(first.count == 3)
        backlog.remove(first)
        backlog.append(event(5))
        #expect(backlog.count == 3)
        #expect(backlog.portion(of: 9).count == 2)
        backlog.remove(backlog.portion(of: 9))
        #expect(backlog.portion(of: 0).count == 1)
        #expect(backlog.written == 5)
        #expect(backlog.entered == 6)
    }

    private func withQueue(_ bounds: AuditQueue.Bounds, _ body: (AuditQueue, Store) async throws -> Void) async throws {
        try await withStore { store in try await body(AuditQueue(pool: store.pool, bounds: bounds), store) }
    }

    /// In their order.
    private func reasons(_ store: Store) async throws -> [String] {
        try await store.auditEvents(Sample.acme, AuditFilter(), limit: 100).map(\.event.reason).reversed()
    }
}

/// Kinds alternate, so that each is a row of its own.
private func event(_ number: Int) -> AuditEntry { .event(decision(number)) }

private func decision(_ number: Int) -> AuditEvent {
    AuditEvent(
        tenant: Sample.acme, time: Sample.start, kind: number == 0 ? .decision : .admin, outcome: .succeeded, reason: String(number))
}

/// Looks until it is so; a bounded number of times.
private func until(_ condition: () -> Bool) async throws {
    for _ in 0..<10_000 where !condition() { try await Task.sleep(for: .milliseconds(1)) }
    try #require(condition())
}

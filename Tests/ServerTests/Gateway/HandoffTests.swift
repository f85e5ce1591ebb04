import Synchronization
import Testing

@testable import Server

@Suite struct HandoffTests {
    @Test func `pieces arrive in order and then the end`() async throws {
        let handoff = Handoff()
        let received = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in 0..<100 { try await handoff.send([UInt8(number)]) }
                handoff.finish()
            }
            var received: [UInt8] = []
            while let piece = await handoff.next() { received += piece }
            try await group.waitForAll()
            return received
        }
        #expect(received == Array(0..<100))
    }

    @Test func `who makes waits for who writes`() async throws {
        let handoff = Handoff()
        let made = Mutex(0)
        let producer = Task {
            for number in 0..<10 {
                try await handoff.send([UInt8(number)])
                made.withLock { $0 += 1 }
            }
        }
        #expect(await handoff.next() == [0])
        for _ in 0..<2_000 where made.withLock({ $0 }) == 0 { try await Task.sleep(for: .milliseconds(1)) }
        try await Task.sleep(for: .milliseconds(50))
        #expect(made.withLock { $0 } == 1)
        handoff.finish()
        await #expect(throws: CancellationError.self) { try await producer.value }
    }

    @Test func `a cancelled producer ends the stream`() async throws {
        let handoff = Handoff()
        let producer = Task { try await handoff.send([1]) }
        try await Task.sleep(for: .milliseconds(20))
        producer.cancel()
        await #expect(throws: CancellationError.self) { try await producer.value }
        #expect(await handoff.next() == nil)
    }

    @Test func `after the end nothing is taken`() async throws {
        let handoff = Handoff()
        handoff.finish()
        #expect(await handoff.next() == nil)
        await #expect(throws: CancellationError.self) { try await handoff.send([1]) }
    }
}

import Dispatch
import GRDB
import Testing

@testable import Store

struct ConnectionTests {
    /// Runs steps one after another, on a queue that the test can hold up.
    final class HeldExecutor: TaskExecutor {
        let queue = DispatchQueue(label: "held")

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
        }
    }

    /// Waits on a thread of its own: one that is blocked among those of all tests could be the one that is waited for.
    private static func wait(for semaphore: DispatchSemaphore, times: Int) async {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "wait").async {
                let end = DispatchTime.now() + 60
                for _ in 0..<times { _ = semaphore.wait(timeout: end) }
                continuation.resume()
            }
        }
    }

    @Test func `a connection is given back although its reader has to wait before it goes on`() async throws {
        try await withStore { store in
            let executor = HeldExecutor()
            let (arrived, mayRead, mayGoOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let readers = store.pool.configuration.maximumReaderCount
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<readers {
                    group.addTask(executorPreference: executor) {
                        _ = try await store.pool.reading { database in
                            arrived.signal()
                            _ = mayRead.wait(timeout: .now() + 60)
                            return try Int.fetchOne(database, sql: "SELECT 1")
                        }
                    }
                }
                await Self.wait(for: arrived, times: readers)
                executor.queue.async { _ = mayGoOn.wait(timeout: .now() + 60) }
                for _ in 0..<readers { mayRead.signal() }
                // All connections are in use until their readers have read, and no longer.
                let other = Task { try await store.pool.reading { try Int.fetchOne($0, sql: "SELECT 2") } }
                let isAnswered = await withTaskGroup(of: Bool.self) { race in
                    race.addTask { (try? await other.value) == 2 }
                    race.addTask {
                        try? await Task.sleep(for: .seconds(30))
                        return false
                    }
                    defer { race.cancelAll() }
                    return await race.next() ?? false
                }
                #expect(isAnswered)
                mayGoOn.signal()
                try await group.waitForAll()
            }
        }
    }
}

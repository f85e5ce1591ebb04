import Dispatch
import Synchronization
import Testing

@testable import Server

/// Tenants take turns, and none keeps the others waiting.
struct WorkerPoolTests {
    /// Holds whoever comes until it is opened, and counts who is there at the same time.
    final class Gate: Sendable {
        private let opened = DispatchSemaphore(value: 0)
        private let counts = Mutex((now: 0, most: 0))
        let entered = DispatchSemaphore(value: 0)

        func pass() {
            counts.withLock { counts in
                counts.now += 1
                counts.most = max(counts.most, counts.now)
            }
            entered.signal()
            _ = opened.wait(timeout: .now() + 60)
            opened.signal()
            counts.withLock { $0.now -= 1 }
        }

        func open() { opened.signal() }
        var most: Int { counts.withLock { $0.most } }
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

    private static func bounds(_ threads: Int, share: Int) -> WorkerPool.Bounds {
        var bounds = WorkerPool.Bounds()
        bounds.threads = threads
        bounds.share = share
        return bounds
    }

    @Test func `a tenant whose work takes long has its share of the threads, and another's goes on meanwhile`() async throws {
        let pool = WorkerPool(bounds: Self.bounds(3, share: 2))
        let gate = Gate()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<10 { group.addTask { try await pool.run(for: "slow") { gate.pass() } } }
            // Both threads of the share are held.
            await Self.wait(for: gate.entered, times: 2)
            for number in 0..<50 {
                let answer = try await pool.run(for: "quick") {
                    await Task.yield()
                    return number
                }
                #expect(answer == number)
            }
            #expect(gate.most == 2)
            gate.open()
            try await group.waitForAll()
        }
        #expect(gate.most == 2)
        #expect(pool.waitingCount == 0)
    }

    @Test func `every step runs on the pool, those of child tasks too, and errors come out`() async throws {
        struct Wrong: Error {}
        let pool = WorkerPool(bounds: Self.bounds(2, share: 2))
        let places = try await pool.run(for: "a") {
            var places = [WorkerPool.isHere]
            await Task.yield()
            places.append(WorkerPool.isHere)
            async let child = WorkerPool.isHere
            places.append(await child)
            try await Task.sleep(for: .milliseconds(1))
            places.append(WorkerPool.isHere)
            return await withTaskGroup(of: Bool.self) { group in
                group.addTask { WorkerPool.isHere }
                group.addTask { (try? await pool.run(for: "a") { WorkerPool.isHere }) == true }
                return await group.reduce(into: places) { $0.append($1) }
            }
        }
        #expect(places == Array(repeating: true, count: 6))
        #expect(!WorkerPool.isHere)
        await #expect(throws: Wrong.self) { try await pool.run(for: "a") { throw Wrong() } }
    }

    @Test func `everything that many tenants want is done once, and nothing of them is kept`() async throws {
        let pool = WorkerPool(bounds: Self.bounds(4, share: 2))
        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<2_000 {
                group.addTask {
                    try await pool.run(for: "tenant\(number % 97)") {
                        for _ in 0..<number % 5 { await Task.yield() }
                        return number
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(sum == 1_999_000)
        // A thread says that it is done a moment after the last answer.
        for _ in 0..<1_000 where pool.tenantCount > 0 { try await Task.sleep(for: .milliseconds(5)) }
        #expect(pool.tenantCount == 0)
        #expect(pool.waitingCount == 0)
    }

    @Test func `what enters first leaves first`() {
        var queue = FirstInFirstOut<Int>()
        var left: [Int] = []
        for number in 0..<10 {
            queue.append(number * 2)
            queue.append(number * 2 + 1)
            if let first = queue.popFirst() { left.append(first) }
        }
        #expect(queue.count == 10)
        while let next = queue.popFirst() { left.append(next) }
        #expect(left == Array(0..<20))
    }
}

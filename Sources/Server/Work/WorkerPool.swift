import Dispatch
import NIOCore
import Synchronization

/// Threads for the work of requests, on which tenants take turns.
///
/// A question may keep a thread for as long as the limits of its tenant allow. On the threads that Swift gives to all tasks, a few of those
/// at a time would have every other request wait for them at each of its steps. Here each tenant has a line of its own: the next step is
/// that of the tenant whose turn it is, and no tenant has all threads.
final class WorkerPool: Sendable {
    struct Bounds: Sendable {
        /// More than processor cores: who does not have them all shares them with the others by the system's own rules.
        var threads = max(8, 2 * System.coreCount)
        /// Threads that one tenant may have at a time.
        var share = max(2, System.coreCount)
    }

    /// What waits for its turn, and who runs.
    fileprivate struct State {
        var executors: [String: TenantExecutor] = [:]
        var lines: [ObjectIdentifier: Line] = [:]
        /// The tenants that have something to do and a thread to spare, in the order of their turns.
        var turns = FirstInFirstOut<TenantExecutor>()
        var idle: [Int]
        /// Threads that were woken and have not come yet.
        var woken = 0
    }

    /// The steps of one tenant.
    fileprivate struct Line {
        var waiting = FirstInFirstOut<UnownedJob>()
        var running = 0
        var hasTurn = false
        /// Requests that may still add to it.
        var users = 0
    }

    private static let mark = DispatchSpecificKey<Void>()

    /// Whether the caller runs on a thread of a pool.
    static var isHere: Bool { DispatchQueue.getSpecific(key: mark) != nil }

    private let bounds: Bounds
    private let threads: [DispatchQueue]
    private let state: Mutex<State>

    init(bounds: Bounds = Bounds()) {
        self.bounds = bounds
        // Queues of this kind have a thread of their own while they have work, whatever the others do.
        threads = (0..<bounds.threads).map { DispatchQueue(label: "cardea.work.\($0)") }
        for thread in threads { thread.setSpecific(key: Self.mark, value: ()) }
        state = Mutex(State(idle: Array(0..<bounds.threads)))
    }

    /// Steps that wait for a thread.
    var waitingCount: Int { state.withLock { $0.lines.values.reduce(0) { $0 + $1.waiting.count } } }
    /// Tenants of which something is kept.
    var tenantCount: Int { state.withLock { max($0.lines.count, $0.executors.count) } }

    /// Runs `work`, and what it calls, on the threads of this pool, in turn with what others do. `name` is the tenant's, as the request
    /// has it; whatever runs for one name at the same time is in one line.
    func run<Value: Sendable>(for name: String, _ work: @Sendable () async throws -> Value) async throws -> Value {
        let executor = enter(name)
        defer { leave(name, executor) }
        return try await withTaskExecutorPreference(executor) { try await Self.hop { try await work() } }
    }

    /// A preference alone is followed from the first wait on. What is called from a concurrent function begins there already; a closure that
    /// is handed through as it came does not, so `work` has to come in one of its own (the tests hold both).
    @concurrent private static func hop<Value: Sendable>(_ work: @Sendable () async throws -> Value) async throws -> Value {
        try await work()
    }

    private func enter(_ name: String) -> TenantExecutor {
        state.withLock { state in
            let executor = state.executors[name] ?? TenantExecutor(self)
            state.executors[name] = executor
            state.lines[ObjectIdentifier(executor), default: Line()].users += 1
            return executor
        }
    }

    private func leave(_ name: String, _ executor: TenantExecutor) {
        state.withLock { state in
            let id = ObjectIdentifier(executor)
            state.lines[id]?.users -= 1
            guard state.lines[id]?.users == 0 else { return }
            state.executors[name] = nil
            state.forgetIfDone(id)
        }
    }

    fileprivate func add(_ job: UnownedJob, of executor: TenantExecutor) {
        let helper = state.withLock { state in
            state.lines[ObjectIdentifier(executor), default: Line()].waiting.append(job)
            state.giveTurn(to: executor, bounds.share)
            return state.helper()
        }
        if let helper { wake(helper) }
    }

    private func wake(_ thread: Int) {
        threads[thread].async { self.work(thread) }
    }

    /// Works until there is nothing to do.
    private func work(_ thread: Int) {
        var last: TenantExecutor?
        while let (executor, job) = next(after: last, thread) {
            job.runSynchronously(on: executor.asUnownedTaskExecutor())
            last = executor
        }
    }

    private func next(after last: TenantExecutor?, _ thread: Int) -> (TenantExecutor, UnownedJob)? {
        let (found, helper) = state.withLock { state -> ((TenantExecutor, UnownedJob)?, Int?) in
            if last == nil { state.woken -= 1 }
            if let last {
                state.lines[ObjectIdentifier(last)]?.running -= 1
                state.giveTurn(to: last, bounds.share)
                state.forgetIfDone(ObjectIdentifier(last))
            }
            guard let executor = state.turns.popFirst(), let job = state.takeTurn(of: executor, bounds.share) else {
                state.idle.append(thread)
                return (nil, nil)
            }
            return ((executor, job), state.helper())
        }
        if let helper { wake(helper) }
        return found
    }
}

extension WorkerPool.State {
    /// Puts the tenant behind those that have a turn, where it has something to do and may have another thread.
    fileprivate mutating func giveTurn(to executor: TenantExecutor, _ share: Int) {
        let id = ObjectIdentifier(executor)
        guard let line = lines[id], !line.hasTurn, line.waiting.count > 0, line.running < share else { return }
        lines[id]?.hasTurn = true
        turns.append(executor)
    }

    /// A thread to be woken, where somebody has a turn that no other thread will take.
    fileprivate mutating func helper() -> Int? {
        guard turns.count > woken, let thread = idle.popLast() else { return nil }
        woken += 1
        return thread
    }

    fileprivate mutating func takeTurn(of executor: TenantExecutor, _ share: Int) -> UnownedJob? {
        let id = ObjectIdentifier(executor)
        lines[id]?.hasTurn = false
        guard let job = lines[id]?.waiting.popFirst() else { return nil }
        lines[id]?.running += 1
        giveTurn(to: executor, share)
        return job
    }

    /// Nothing is kept of a tenant for which nothing is done.
    fileprivate mutating func forgetIfDone(_ id: ObjectIdentifier) {
        guard let line = lines[id], line.users == 0, line.running == 0, line.waiting.count == 0 else { return }
        lines[id] = nil
    }
}

/// The turns of one tenant, for what belongs to one of its requests.
struct TenantTurns: Sendable {
    let pool: WorkerPool
    let name: String

    func run<Value: Sendable>(_ work: @Sendable () async throws -> Value) async throws -> Value {
        try await pool.run(for: name, work)
    }
}

/// Where the steps of one tenant's requests go.
final class TenantExecutor: TaskExecutor {
    private let pool: WorkerPool

    fileprivate init(_ pool: WorkerPool) {
        self.pool = pool
    }

    func enqueue(_ job: consuming ExecutorJob) {
        pool.add(UnownedJob(job), of: self)
    }
}

/// A queue in which nothing moves when the first leaves.
struct FirstInFirstOut<Element> {
    private var leaving: [Element] = []
    private var entered: [Element] = []

    var count: Int { leaving.count + entered.count }

    mutating func append(_ element: Element) {
        entered.append(element)
    }

    mutating func popFirst() -> Element? {
        if leaving.isEmpty {
            leaving = entered.reversed()
            entered.removeAll(keepingCapacity: true)
        }
        return leaving.popLast()
    }
}

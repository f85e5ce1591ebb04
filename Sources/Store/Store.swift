import Foundation
import GRDB
import Permissions
import Synchronization

/// Everything that has to survive a restart, and the graphs kept in step with their table.
///
/// Every function takes the tenant first, and no row of another tenant is ever read through it.
package final class Store: Sendable {
    let pool: DatabasePool
    let graphs: LiveGraphs
    let loader: GraphLoader
    let writes: WriteQueue
    let signals = ChangeSignals()
    let exports = ReadingPermits(ReadingPermits.exports)
    let modelReadings = ReadingPermits(ReadingPermits.models)
    let audit: AuditQueue
    let limits: LimitTable
    let counts = StoreCounter()
    let configuration: StoreConfiguration
    let recentAdministrators = RecentRows<[UInt8], Administrator>()
    let recentTenants = RecentRows<TenantID, Tenant>()
    let epochs = Mutex<[TenantID: UInt64]>([:])
    private let upkeep = Upkeep()
    private let lock: Mutex<DirectoryLock?>

    private init(pool: DatabasePool, lock: DirectoryLock, limits: LimitTable, configuration: StoreConfiguration) {
        self.pool = pool
        self.limits = limits
        self.lock = Mutex(lock)
        self.configuration = configuration
        graphs = LiveGraphs(budget: configuration.graphBudget, counts: counts)
        loader = GraphLoader(pool: pool, graphs: graphs, counts: counts, onProgress: configuration.onProgress)
        writes = WriteQueue(pool: pool, graphs: graphs, limits: limits, signals: signals)
        audit = AuditQueue(pool: pool)
    }

    package static func open(_ configuration: StoreConfiguration) async throws -> Store {
        let directory = configuration.directory
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StoreError.failed("cannot make the data directory `\(directory)`")
        }
        let path = directory + "/cardea.sqlite"
        // Never over one that is there: another process may be making it at the same moment.
        let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 { Foundation.close(descriptor) }
        guard descriptor >= 0 || errno == EEXIST else { throw StoreError.failed("cannot make the database in `\(directory)`") }
        let lock = try DirectoryLock(database: path, in: directory)
        try Database.gatherLogs()
        var settings = GRDB.Configuration()
        settings.foreignKeysEnabled = true
        settings.busyMode = .timeout(5)
        settings.maximumReaderCount = 8
        // What is written behind the back of requests must not go before them.
        settings.qos = .default
        let pool = try DatabasePool(path: path, configuration: settings)
        // The pool sets NORMAL when it opens in WAL mode, so FULL is set afterwards, on the writer, and read back: what was acknowledged
        // has to survive the loss of power.
        let (synchronous, limits) = try await pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            // Pages that an import writes again and again stay in memory.
            try database.execute(sql: "PRAGMA cache_size = -65536")
            try LogLength.usual.set(in: database)
            try Migrator.embedded().migrate(database, at: Date())
            return (try Int.fetchOne(database, sql: "PRAGMA synchronous"), try LimitTable.load(from: database))
        }
        guard synchronous == 2 else { throw StoreError.synchronousNotFull }
        let store = Store(pool: pool, lock: lock, limits: limits, configuration: configuration)
        store.audit.start()
        store.upkeep.start(store)
        return store
    }

    /// Writes what is queued and lets go of the directory.
    package func close() async throws {
        signals.finish()
        await upkeep.stop()
        await audit.stop()
        try await audit.flush()
        try await closePool()
        lock.withLock { $0 = nil }
    }

    /// On a thread of its own: closing waits for readers, and readers may need the very thread that would wait.
    private func closePool() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            DispatchQueue(label: "cardea.store.close").async { [pool] in
                continuation.resume(with: Result { try pool.close() })
            }
        }
    }

    /// One write transaction; a broken uniqueness becomes `alreadyExists`.
    func write<Value: Sendable>(
        creating thing: (kind: String, id: String)? = nil, _ body: @Sendable @escaping (Database) throws -> Value
    ) async throws -> Value {
        do {
            return try await pool.write(body)
        } catch let error as DatabaseError {
            throw Self.refusal(error, creating: thing)
        }
    }

    static func refusal(_ error: DatabaseError, creating thing: (kind: String, id: String)?) -> StoreError {
        if let thing, [.SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_UNIQUE].contains(error.extendedResultCode) {
            return .alreadyExists(kind: thing.kind, id: thing.id)
        }
        if let thing, error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY {
            return .notFound(kind: "tenant of the \(thing.kind)", id: thing.id)
        }
        return .failed("the database refused: \(error.resultCode)")
    }

    /// Grows with each revocation, in memory; whoever remembers verified tokens forgets them when it has changed.
    package func revocationEpoch(_ tenant: TenantID) -> UInt64 {
        epochs.withLock { $0[tenant] ?? 0 }
    }

    func advanceEpoch(_ tenant: TenantID) {
        epochs.withLock { $0[tenant, default: 0] += 1 }
    }
}

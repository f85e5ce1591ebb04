import Dispatch
import Foundation
import GRDB
import Permissions
import Synchronization
import Testing

@testable import Store

@Suite struct GroupCommitTests {
    @Test func `writes that wait together share a transaction and have revisions of their own`() async throws {
        try await withStore { store in
            for tenant in Sample.both { _ = try await store.graph(tenant) }
            let commits = CommitCounter()
            try await store.pool.write { $0.add(transactionObserver: commits, extent: .databaseLifetime) }
            let revisions = try await whileWriterIsBusy(store, count: 40) { number in
                try await store.write(
                    Sample.both[number % 2], updates: [.create(try Sample.relationship("role:ops#assignee@user:u\(number)"))],
                    at: Sample.start)
            }
            for remainder in 0..<2 {
                let own = revisions.filter { $0.key % 2 == remainder }.compactMap { try? $0.value.get().rawValue }
                #expect(own.sorted() == Array(1...20))
            }
            // One for the first that finds the queue empty, one for the group; the observer's own is counted as well.
            #expect(commits.count <= 3)
            for tenant in Sample.both {
                #expect(try await store.graph(tenant).revision == Revision(rawValue: 20))
                #expect(try await store.graph(tenant).relationshipCount == 20)
            }
        }
    }

    @Test func `who comes while the rows of others are written joins them`() async throws {
        try await withStore { store in
            _ = try await store.graph(Sample.acme)
            let commits = CommitCounter()
            try await store.pool.write { $0.add(transactionObserver: commits, extent: .databaseLifetime) }
            let known = commits.count
            let (isWriting, mayGoOn) = (Hold(), Hold())
            async let first = store.submit(
                Sample.acme,
                .registration([]) { _ in
                    isWriting.release()
                    mayGoOn.wait()
                }, at: Sample.start)
            await isWriting.waitElsewhere()
            async let others = withThrowingTaskGroup(of: Revision.self) { group in
                for number in 0..<10 {
                    group.addTask {
                        try await store.write(
                            Sample.acme, updates: [.create(try Sample.relationship("role:ops#assignee@user:u\(number)"))],
                            at: Sample.start)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            while store.writes.waitingCount < 10 { await Task.yield() }
            mayGoOn.release()
            #expect(try await first.revision == Revision(rawValue: 1))
            #expect(try await others.map(\.rawValue).sorted() == Array(2...11))
            #expect(commits.count == known + 1)
            #expect(try await store.graph(Sample.acme).relationshipCount == 10)
        }
    }

    @Test func `a refused write does not disturb the others of its group`() async throws {
        try await withStore { store in
            _ = try await store.graph(Sample.acme)
            let taken = try Sample.relationship("role:ops#assignee@user:taken")
            _ = try await store.write(Sample.acme, updates: [.create(taken)], at: Sample.start)
            let results = try await whileWriterIsBusy(store, count: 30) { number in
                var updates: [RelationshipUpdate] = [.create(try Sample.relationship("role:ops#assignee@user:u\(number)"))]
                if number % 3 == 0 { updates.append(.create(taken)) }
                return try await store.write(Sample.acme, updates: updates, at: Sample.start)
            }
            #expect(results.filter { (try? $0.value.get()) == nil }.keys.sorted() == stride(from: 0, to: 30, by: 3).sorted())
            #expect(try await store.graph(Sample.acme).relationshipCount == 21)
            #expect(try await store.graph(Sample.acme).revision == Revision(rawValue: 21))
            let stored = try await store.relationships(
                Sample.acme, matching: RelationshipFilter(), after: nil, limit: 100, at: Sample.start
            ).items
            #expect(stored.count == 21)
        }
    }

    @Test func `a write that breaks its transaction takes no other with it`() async throws {
        try await withStore { store in
            _ = try await store.graph(Sample.acme)
            try await store.pool.write {
                try $0.execute(
                    sql: """
                        CREATE TRIGGER break BEFORE INSERT ON relationship_changes WHEN NEW.relationship LIKE '%u7'
                        BEGIN SELECT RAISE(ABORT, 'broken'); END
                        """)
            }
            let results = try await whileWriterIsBusy(store, count: 10) { number in
                let updates: [RelationshipUpdate] = [
                    .create(try Sample.relationship("role:a#assignee@user:v\(number)")),
                    .create(try Sample.relationship("role:b#assignee@user:u\(number)")),
                ]
                return try await store.write(Sample.acme, updates: updates, at: Sample.start)
            }
            #expect(results.filter { (try? $0.value.get()) == nil }.keys.sorted() == [7])
            #expect(try await store.graph(Sample.acme).relationshipCount == 18)
            let stored = try await store.relationships(
                Sample.acme, matching: RelationshipFilter(), after: nil, limit: 100, at: Sample.start
            ).items
            #expect(stored.count == 18)
            #expect(!stored.contains { $0.subject.id == "v7" })
        }
    }

    @Test func `writes are refused when the database cannot be written, and not kept waiting`() async throws {
        try await withWorkshop { workshop in
            let store = try await workshop.open()
            try await populate(store)
            _ = try await store.graph(Sample.acme)
            try await store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA busy_timeout = 20") }
            var settings = Configuration()
            settings.allowsUnsafeTransactions = true
            let other = try DatabaseQueue(path: workshop.databasePath, configuration: settings)
            try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
            let results = try await whileWriterIsBusy(store, count: 10) { number in
                try await store.write(
                    Sample.acme, updates: [.create(try Sample.relationship("role:ops#assignee@user:u\(number)"))], at: Sample.start)
            }
            #expect(results.count == 10 && results.values.allSatisfy { (try? $0.get()) == nil })
            try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
            #expect(
                try await store.write(Sample.acme, [try Sample.touch("role:ops#assignee@user:anne")], at: Sample.start)
                    == Revision(rawValue: 1))
            try other.close()
            try await store.close()
        }
    }

    @Test func `a later write of a group finds what an earlier one did`() async throws {
        try await withStore { store in
            _ = try await store.graph(Sample.acme)
            let relationship = try Sample.relationship("role:ops#assignee@user:anne")
            let results = try await whileWriterIsBusy(store, count: 20) { _ in
                try await store.write(Sample.acme, updates: [.create(relationship)], at: Sample.start)
            }
            #expect(results.values.compactMap { try? $0.get() } == [Revision(rawValue: 1)])
            #expect(try await store.graph(Sample.acme).relationshipCount == 1)
        }
    }

    @Test func `what a subject got from an earlier write of the group is seen by a later one`() async throws {
        try await withStore { store in
            _ = try await store.graph(Sample.acme)
            let anything = RelationshipPattern(objectType: "role", subjectType: "user", subjectID: "anne")
            let first = Precondition(pattern: anything, mustMatch: false)
            let created = try await whileWriterIsBusy(store, count: 20) { number in
                let role = RelationshipUpdate.create(try Sample.relationship("role:r\(number)#assignee@user:anne"))
                return try await store.write(Sample.acme, updates: [role], preconditions: [first], at: Sample.start)
            }
            #expect(created.values.compactMap { try? $0.get() } == [Revision(rawValue: 1)])
            #expect(try await store.graph(Sample.acme).relationshipCount == 1)

            // Roles and deletions of all roles in turn: what was written before a deletion is gone, and what comes after it stays.
            let results = try await whileWriterIsBusy(store, count: 21) { number in
                let role = RelationshipUpdate.create(try Sample.relationship("role:s\(number)#assignee@user:anne"))
                guard number % 7 == 3 else { return try await store.write(Sample.acme, updates: [role], at: Sample.start) }
                return try await store.delete(Sample.acme, matching: anything, at: Sample.start).revision
            }
            let last = try #require(try results.filter { $0.key % 7 == 3 }.values.map { try $0.get() }.max())
            let kept = try results.filter { try $0.key % 7 != 3 && $0.value.get() > last }.map { "role:s\($0.key)#assignee@user:anne" }
            let stored = try await store.relationships(
                Sample.acme, matching: RelationshipFilter(), after: nil, limit: 100, at: Sample.start
            ).items
            #expect(stored.map(\.description) == kept.sorted())
            #expect(try await store.graph(Sample.acme).relationshipCount == kept.count)
        }
    }

    @Test func `more writes than may wait of one tenant are refused, and others are not`() async throws {
        try await withStore { store in
            _ = try await store.graph(Sample.acme)
            _ = try await store.graph(Sample.globex)
            let results = try await whileWriterIsBusy(store, count: WriteQueue.share + 50) { number in
                let tenant = number < WriteQueue.share + 40 ? Sample.acme : Sample.globex
                return try await store.write(tenant, [try Sample.touch("role:ops#assignee@user:u\(number)")], at: Sample.start)
            }
            let refused = results.values.compactMap { result -> String? in
                guard case .failure(let error) = result else { return nil }
                return (error as? StoreError)?.code ?? "\(error)"
            }
            #expect(Set(refused) == ["busy"])
            #expect(refused.count == 40)
            #expect(try await store.graph(Sample.acme).relationshipCount == WriteQueue.share)
            #expect(try await store.graph(Sample.globex).relationshipCount == 10)
        }
    }

    @Test func `what was answered is in the files, as they are when the process is killed`() async throws {
        try await withWorkshop { workshop in
            let store = try await workshop.open()
            try await populate(store)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<64 {
                    group.addTask {
                        let created = RelationshipUpdate.create(try Sample.relationship("role:ops#assignee@user:u\(number)"))
                        let revision = try await store.write(Sample.acme, updates: [created], at: Sample.start)
                        // Published before it was answered.
                        let graph = try #require(store.loadedGraph(Sample.acme))
                        #expect(graph.revision >= revision)
                    }
                }
                try await group.waitForAll()
            }
            let other = Workshop()
            defer { other.remove() }
            try FileManager.default.createDirectory(atPath: other.directory, withIntermediateDirectories: true)
            for suffix in ["", "-wal"] {
                try FileManager.default.copyItem(atPath: workshop.databasePath + suffix, toPath: other.databasePath + suffix)
            }
            let second = try await other.open()
            #expect(try await second.graph(Sample.acme).relationshipCount == 64)
            #expect(try await second.graph(Sample.acme).revision == Revision(rawValue: 64))
            #expect(try await second.changes(Sample.acme, limit: 100).changes.count == 64)
            try await second.close()
            try await store.close()
        }
    }

    @Test func `every write is answered when the store is closed, and what was answered is there`() async throws {
        try await withWorkshop { workshop in
            let store = try await workshop.open()
            try await populate(store)
            _ = try await store.graph(Sample.acme)
            let answered = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let change = try Sample.touch("role:ops#assignee@user:u\(number)")
                        return (try? await store.write(Sample.acme, [change], at: Sample.start)) != nil
                    }
                }
                try await store.close()
                return try await group.reduce(0) { $1 ? $0 + 1 : $0 }
            }
            let second = try await workshop.open()
            #expect(try await second.graph(Sample.acme).relationshipCount == answered)
            try await second.close()
        }
    }

    /// Starts the writes while something else holds the database's writer, and lets go of it when all of them are in the queue or refused.
    private func whileWriterIsBusy(
        _ store: Store, count: Int, _ write: @Sendable @escaping (Int) async throws -> Revision
    ) async throws -> [Int: Result<Revision, any Error>] {
        let hold = Hold()
        store.pool.asyncWriteWithoutTransaction { _ in
            hold.wait()
        }
        return await withTaskGroup(of: (Int, Result<Revision, any Error>).self) { group in
            let answered = Answered()
            for number in 0..<count {
                group.addTask {
                    do {
                        return (number, .success(try await write(number)))
                    } catch {
                        answered.add()
                        return (number, .failure(error))
                    }
                }
            }
            while store.writes.waitingCount + answered.count < count { await Task.yield() }
            hold.release()
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }
}

/// Blocks the database's writer, on its own thread, until it is released.
private final class Hold: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func wait() { semaphore.wait() }

    /// On a thread that nobody else needs.
    func waitElsewhere() async {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "hold").async {
                self.wait()
                continuation.resume()
            }
        }
    }

    func release() { semaphore.signal() }
}

private final class Answered: Sendable {
    private let number = Mutex(0)

    var count: Int { number.withLock { $0 } }

    func add() { number.withLock { $0 += 1 } }
}

private final class CommitCounter: TransactionObserver, Sendable {
    private let commits = Mutex(0)

    var count: Int { commits.withLock { $0 } }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) { commits.withLock { $0 += 1 } }
    func databaseDidRollback(_ db: Database) {}
}

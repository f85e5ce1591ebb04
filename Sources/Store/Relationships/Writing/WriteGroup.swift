import Foundation
import GRDB
import Permissions

/// The batches that one transaction carries, and what they make of the graphs.
///
/// A batch is checked against the rows first, which hold everything that the batches before it did, and applied only when nothing refuses
/// it. So a refused batch leaves no trace, and the others do not notice.
struct WriteGroup {
    /// The revision that a tenant had when the transaction began, and what it has reached.
    private struct Written {
        let stored: Revision
        var revision: Revision
        /// What the tenant had, or has after some of the batches.
        var graph: Graph
        /// What the first batch makes of the graph, when that is worth a thread of its own.
        var prepared: PreparedGraph?
        /// Never less than the relationships it has; exact right after the graph was asked.
        var countBound: Int

        init(_ graph: Graph, stored: Revision) {
            self.stored = stored
            self.graph = graph
            revision = stored
            countBound = graph.relationshipCount
        }

        var isChanged: Bool { revision != stored }

        /// Begins to make the graph of the revision reached. Until it is published that is nobody's but the group's.
        mutating func prepare(_ changes: inout [RelationshipChange]) {
            guard prepared == nil, graph.revision != revision else { return }
            prepared = PreparedGraph(graph, applying: changes, at: revision)
            changes = []
        }

        /// The graph of the revision reached; `changes` are those that the graph does not have yet, of which none are left.
        mutating func upToDate(_ changes: inout [RelationshipChange]) -> Graph {
            if let prepared { graph = prepared.graph() }
            prepared = nil
            if graph.revision != revision { graph = graph.applying(changes, at: revision) }
            changes = []
            return graph
        }
    }

    private let database: Database
    private let graphs: LiveGraphs
    private let limits: LimitTable
    private var table: RelationshipTable
    private var tenants: [TenantID: Written] = [:]
    /// What the graphs do not have yet. Apart from the rest, so that appending never copies what is there.
    private var changes: [TenantID: [RelationshipChange]] = [:]

    init(_ database: Database, graphs: LiveGraphs, limits: LimitTable) throws {
        self.database = database
        self.graphs = graphs
        self.limits = limits
        table = try RelationshipTable(database)
    }

    /// Throws a `StoreError` when the batch is refused, and anything else when the whole transaction has to end.
    mutating func add(_ batch: WriteBatch) throws -> WriteOutcome {
        let state = try state(of: batch)
        let next = Revision(rawValue: state.revision.rawValue + 1)
        let model = state.graph.model
        if batch.named == nil, !model.isWritten(like: batch.known.model) { try batch.validate(against: model) }
        if let relationship = batch.onlyCreation, state.countBound < limits[batch.tenant][.relationships],
            try create(relationship, of: batch, revision: next)
        {
            return WriteOutcome(revision: next, changedCount: 1)
        }
        var (changes, outcome) = try accepted(batch, model: model, revision: next)
        try requireRoom(for: changes, of: batch)
        if case .portion(let portion) = batch.work, !state.isChanged {
            tenants[batch.tenant]?.prepared = PreparedGraph(state.graph, touching: portion.relationships, at: next)
        }
        do {
            outcome.changedCount = try apply(changes, of: batch, revision: outcome.revision)
        } catch {
            // Half of the batch may be there: whatever the reason, the transaction must not be committed.
            throw BrokenTransaction(reason: error)
        }
        tenants[batch.tenant]?.revision = outcome.revision
        guard state.isChanged || tenants[batch.tenant]?.prepared == nil else { return outcome }
        // Those that were there already make no difference to the graph.
        if case .portion(let portion) = batch.work { changes = portion.relationships.map { .touch($0) } }
        self.changes[batch.tenant, default: []] += changes
        return outcome
    }

    /// The usual write, with one look at the table; false, and nothing has been done, when something is there already.
    private mutating func create(_ relationship: Relationship, of batch: WriteBatch, revision: Revision) throws -> Bool {
        let change = RelationshipChange.touch(relationship)
        do {
            let time = Column.time(batch.time)
            guard try table.create(relationship, of: batch.tenant, at: time) else { return false }
            try table.append(change, of: batch.tenant, revision: revision, position: 0, at: time)
        } catch {
            throw BrokenTransaction(reason: error)
        }
        tenants[batch.tenant]?.revision = revision
        tenants[batch.tenant]?.countBound += 1
        changes[batch.tenant, default: []].append(change)
        return true
    }

    /// Writes the revisions, which ends what the transaction has to do; larger graphs are made while it is put on the disk.
    mutating func finish() throws {
        for (tenant, written) in tenants where written.isChanged {
            try Store.setRevision(written.revision, of: tenant, in: database)
            guard let count = changes[tenant]?.count, count >= Self.worthAThread else { continue }
            tenants[tenant]?.prepare(&changes[tenant, default: []])
        }
    }

    /// Changes that take longer to make a graph of than to hand over.
    private static let worthAThread = 8

    /// To be called after the commit: one new graph for each tenant, whatever the number of batches.
    func publish() -> [(tenant: TenantID, revision: Revision)] {
        tenants.filter(\.value.isChanged).map { tenant, written in
            var (written, changes) = (written, changes[tenant] ?? [])
            graphs.publish(written.upToDate(&changes), for: tenant)
            return (tenant, written.revision)
        }
    }

    private mutating func state(of batch: WriteBatch) throws -> Written {
        if let known = tenants[batch.tenant] { return known }
        let stored = try Store.revision(batch.tenant, in: database)
        var base = graphs.graph(batch.tenant) ?? batch.known
        if base.revision != stored { base = try GraphLoader.load(batch.tenant, from: database) }
        let state = Written(base, stored: stored)
        tenants[batch.tenant] = state
        return state
    }

    /// With everything that the batches before have done; made only for those who ask.
    private mutating func graph(for batch: WriteBatch) throws -> Graph {
        var written = try state(of: batch)
        let graph = written.upToDate(&changes[batch.tenant, default: []])
        written.countBound = graph.relationshipCount
        tenants[batch.tenant] = written
        return graph
    }

    private mutating func accepted(
        _ batch: WriteBatch, model: Model, revision: Revision
    ) throws -> (changes: [RelationshipChange], outcome: WriteOutcome) {
        switch batch.work {
        case .changes(let changes):
            return (changes, WriteOutcome(revision: revision))
        case .updates(let updates, let mode, let preconditions):
            try require(preconditions, of: batch)
            let changes = try updates.enumerated().compactMap { try change($0.element, $0.offset, mode, of: batch) }
            let deleted = changes.reduce(0) { if case .delete = $1 { $0 + 1 } else { $0 } }
            return (changes, WriteOutcome(revision: revision, deletedCount: deleted))
        case .deletion(let pattern, let preconditions, let limit):
            try require(preconditions, of: batch)
            return Self.deletion(of: try keys(matching: pattern, for: batch, limit: limit + 1), limit, revision)
        case .expiry(let limit):
            let keys = try RelationshipQuery.expired(of: batch.tenant, at: batch.time, limit: limit + 1, in: database)
            return Self.deletion(of: keys, limit, revision)
        case .portion:
            return ([], WriteOutcome(revision: revision))
        case .registration(let changes, let also):
            do {
                try also(database)
            } catch {
                throw BrokenTransaction(reason: error)
            }
            let known = changes.filter { change in
                guard case .touch(let relationship) = change else { return true }
                return model.refusal(of: relationship) == nil
            }
            return (known, WriteOutcome(revision: revision))
        }
    }

    /// Throws when the tenant would have more relationships than it may. Only where that may be is the graph made that knows.
    private mutating func requireRoom(for changes: [RelationshipChange], of batch: WriteBatch) throws {
        let limit = limits[batch.tenant][.relationships]
        let added = batch.addedCount(changes)
        if try state(of: batch).countBound + added > limit {
            let graph = try graph(for: batch)
            let count = batch.applied(changes, to: graph).relationshipCount
            // One that has too many already may still delete and replace.
            guard count <= max(limit, graph.relationshipCount) else { throw batch.refusal(.tooManyRelationships(limit: limit)) }
        }
        tenants[batch.tenant]?.countBound += added
    }

    /// Of the first `limit` keys; one more says that it is not complete.
    private static func deletion(
        of keys: [RelationshipKey], _ limit: Int, _ revision: Revision
    ) -> (changes: [RelationshipChange], outcome: WriteOutcome) {
        let outcome = WriteOutcome(revision: revision, deletedCount: min(keys.count, limit), isComplete: keys.count <= limit)
        return (keys.prefix(limit).map { .delete($0) }, outcome)
    }

    private mutating func require(_ preconditions: [Precondition], of batch: WriteBatch) throws {
        for (index, precondition) in preconditions.enumerated() {
            let pattern = precondition.pattern
            let matches =
                pattern.objectID == nil
                ? try graph(for: batch).contains(pattern.key, at: batch.time)
                : try RelationshipQuery.exists(pattern, of: batch.tenant, at: batch.time, in: database)
            guard matches == precondition.mustMatch else { throw StoreError.preconditionFailed(index: index) }
        }
    }

    private mutating func keys(
        matching pattern: RelationshipPattern, for batch: WriteBatch, limit: Int
    ) throws -> [RelationshipKey] {
        if pattern.objectID == nil {
            let graph = try graph(for: batch)
            if graph.findsSooner(pattern.key) { return graph.keys(pattern.key, at: batch.time, limit: limit) }
        }
        return try RelationshipQuery.keys(matching: pattern, of: batch.tenant, at: batch.time, limit: limit, in: database)
    }

    /// What an update comes to; nil when there is nothing to do. A relationship that has expired is not there any more.
    private func change(
        _ update: RelationshipUpdate, _ index: Int, _ mode: WriteMode, of batch: WriteBatch
    ) throws -> RelationshipChange? {
        if case .touch(let relationship) = update { return .touch(relationship) }
        let stored = try table.relationship(update.key, of: batch.tenant)
        let isLive = stored?.exists(at: batch.time) ?? false
        switch update {
        case .create(let relationship), .touch(let relationship):
            guard isLive else { return .touch(relationship) }
            let text = relationship.description
            guard mode.onDuplicate == .ignore else { throw StoreError.relationshipExists(index: index, description: text) }
            guard stored == relationship else { throw StoreError.relationshipConflict(index: index, description: text) }
            return nil
        case .delete(let key):
            guard isLive || mode.onMissing == .ignore else {
                throw StoreError.relationshipMissing(index: index, description: key.description)
            }
            return stored == nil ? nil : .delete(key)
        }
    }

    /// Answers how many have changed something.
    private mutating func apply(_ changes: [RelationshipChange], of batch: WriteBatch, revision: Revision) throws -> Int {
        let time = Column.time(batch.time)
        if case .portion(let portion) = batch.work {
            return try table.touch(portion, of: batch.tenant, revision: revision, at: time)
        }
        for (position, change) in changes.enumerated() {
            switch change {
            case .touch(let relationship): try table.touch(relationship, of: batch.tenant, at: time)
            case .delete(let key): try table.delete(key, of: batch.tenant)
            }
            try table.append(change, of: batch.tenant, revision: revision, position: position, at: time)
        }
        return changes.count
    }
}

/// Ends a transaction that holds a part of a batch.
struct BrokenTransaction: Error {
    let reason: any Error
}

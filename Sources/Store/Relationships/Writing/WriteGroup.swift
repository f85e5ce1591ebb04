import Foundation
import GRDB
import Permissions

/// The batches that one transaction carries, and what they make of the graphs.
///
/// A batch is checked against the rows first, which hold everything that the batches before it did, and applied only when nothing refuses
/// it. So a refused batch leaves no trace, and the others do not notice.
struct WriteGroup {
    /// What a tenant had when the transaction began, and the revision that it has reached.
    private struct Written {
        let base: Graph
        var revision: Revision
        /// What the first batch makes of the graph, when that is worth a thread of its own.
        var prepared: PreparedGraph?

        var isChanged: Bool { revision != base.revision }
    }

    private let database: Database
    private let graphs: LiveGraphs
    private var table: RelationshipTable
    private var tenants: [TenantID: Written] = [:]
    /// Apart from the rest, so that appending never copies what is there.
    private var changes: [TenantID: [RelationshipChange]] = [:]

    init(_ database: Database, graphs: LiveGraphs) throws {
        self.database = database
        self.graphs = graphs
        table = try RelationshipTable(database)
    }

    /// Throws a `StoreError` when the batch is refused, and anything else when the whole transaction has to end.
    mutating func add(_ batch: WriteBatch) throws -> WriteOutcome {
        let state = try state(of: batch)
        let next = Revision(rawValue: state.revision.rawValue + 1)
        if state.base.model.source != batch.known.model.source { try batch.validate(against: state.base.model) }
        var (changes, outcome) = try accepted(batch, model: state.base.model, revision: next)
        if case .portion(let relationships) = batch.work, !state.isChanged {
            tenants[batch.tenant]?.prepared = PreparedGraph(state.base, touching: relationships, at: next)
        }
        do {
            changes = try apply(changes, of: batch, revision: outcome.revision)
        } catch {
            // Half of the batch may be there: whatever the reason, the transaction must not be committed.
            throw BrokenTransaction(reason: error)
        }
        outcome.changedCount = changes.count
        tenants[batch.tenant]?.revision = outcome.revision
        if state.isChanged || tenants[batch.tenant]?.prepared == nil { self.changes[batch.tenant, default: []] += changes }
        return outcome
    }

    /// Writes the revisions, which ends what the transaction has to do.
    func finish() throws {
        for (tenant, written) in tenants where written.isChanged { try Store.setRevision(written.revision, of: tenant, in: database) }
    }

    /// To be called after the commit: one new graph for each tenant, whatever the number of batches.
    func publish() -> [(tenant: TenantID, revision: Revision)] {
        tenants.filter(\.value.isChanged).map { tenant, written in
            let base = written.prepared?.graph() ?? written.base
            let graph = base.revision == written.revision ? base : base.applying(changes[tenant] ?? [], at: written.revision)
            graphs.publish(graph, for: tenant)
            return (tenant, written.revision)
        }
    }

    private mutating func state(of batch: WriteBatch) throws -> Written {
        if let known = tenants[batch.tenant] { return known }
        let stored = try Store.revision(batch.tenant, in: database)
        var base = graphs.graph(batch.tenant) ?? batch.known
        if base.revision != stored { base = try GraphLoader.load(batch.tenant, from: database) }
        let state = Written(base: base, revision: stored)
        tenants[batch.tenant] = state
        return state
    }

    private func accepted(
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
            let keys = try RelationshipQuery.keys(matching: pattern, of: batch.tenant, limit: limit + 1, in: database)
            let outcome = WriteOutcome(revision: revision, deletedCount: min(keys.count, limit), isComplete: keys.count <= limit)
            return (keys.prefix(limit).map { .delete($0) }, outcome)
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

    private func require(_ preconditions: [Precondition], of batch: WriteBatch) throws {
        for (index, precondition) in preconditions.enumerated() {
            let matches = try RelationshipQuery.exists(precondition.pattern, of: batch.tenant, at: batch.time, in: database)
            guard matches == precondition.mustMatch else { throw StoreError.preconditionFailed(index: index) }
        }
    }

    /// What an update comes to; nil when there is nothing to do. A relationship that has expired is not there any more.
    private func change(
        _ update: RelationshipUpdate, _ index: Int, _ mode: WriteMode, of batch: WriteBatch
    ) throws -> RelationshipChange? {
        if case .touch(let relationship) = update { return .touch(relationship) }
        let stored = try table.relationship(update.key, of: batch.tenant)
        let isLive = stored.map { $0.expiresAt.map { $0 > batch.time } ?? true } ?? false
        let text = update.key.description
        switch update {
        case .create(let relationship), .touch(let relationship):
            guard isLive else { return .touch(relationship) }
            guard mode.onDuplicate == .ignore else { throw StoreError.relationshipExists(index: index, description: text) }
            guard stored == relationship else { throw StoreError.relationshipConflict(index: index, description: text) }
            return nil
        case .delete(let key):
            guard isLive || mode.onMissing == .ignore else { throw StoreError.relationshipMissing(index: index, description: text) }
            return stored == nil ? nil : .delete(key)
        }
    }

    /// Answers what has changed something.
    private mutating func apply(_ changes: [RelationshipChange], of batch: WriteBatch, revision: Revision) throws -> [RelationshipChange] {
        let time = Column.time(batch.time)
        if case .portion(let relationships) = batch.work {
            return try apply(relationships, of: batch.tenant, revision: revision, at: time).map { .touch($0) }
        }
        for (position, change) in changes.enumerated() {
            switch change {
            case .touch(let relationship): try table.touch(relationship, of: batch.tenant, at: time)
            case .delete(let key): try table.delete(key, of: batch.tenant)
            }
            try table.append(change, of: batch.tenant, revision: revision, position: position, at: time)
        }
        return changes
    }

    /// The relationships of an import: those that are there as they are stay, and plain ones share rows of the history.
    private mutating func apply(
        _ relationships: [Relationship], of tenant: TenantID, revision: Revision, at time: Double
    ) throws -> [Relationship] {
        var changed: [Relationship] = []
        changed.reserveCapacity(relationships.count)
        var recorded = 0
        func recordWaiting() throws {
            guard recorded < changed.count else { return }
            try table.append(packed: changed[recorded...], of: tenant, revision: revision, position: recorded, at: time)
            recorded = changed.count
        }
        for relationship in relationships where try table.touch(relationship, of: tenant, at: time, onlyDifferent: true) {
            let isPlain = relationship.condition == nil && relationship.expiresAt == nil
            if !isPlain || changed.count - recorded == HistoryRow.lineLimit { try recordWaiting() }
            changed.append(relationship)
            guard !isPlain else { continue }
            try table.append(.touch(relationship), of: tenant, revision: revision, position: recorded, at: time)
            recorded = changed.count
        }
        try recordWaiting()
        return changed
    }
}

/// Ends a transaction that holds a part of a batch.
struct BrokenTransaction: Error {
    let reason: any Error
}

import Foundation
import GRDB
import Permissions

/// One write on its way to the disk: all of it happens, or none of it.
///
/// A class, since on its way it is handed on many times.
final class WriteBatch: Sendable {
    enum Work: Sendable {
        /// Changes that expect nothing of what is there.
        case changes([RelationshipChange])
        case updates([RelationshipUpdate], WriteMode, [Precondition])
        /// Deletes what matches, at most `limit` of it.
        case deletion(RelationshipPattern, [Precondition], limit: Int)
        /// Deletes what has expired, at most `limit` of it.
        case expiry(limit: Int)
        /// A part of an import, in which what is there as it is stays.
        case portion(ImportPortion)
        /// What a registration brings along: rows of its own in the same transaction, and relationships if the model knows them.
        case registration([RelationshipChange], also: @Sendable (Database) throws -> Void)
    }

    let tenant: TenantID
    let work: Work
    let time: Date
    /// A graph of the tenant, whose model the relationships have been checked against; later ones may have been published.
    let known: Graph
    /// A model that the writer named and that has accepted the relationships; then the one in force is not asked.
    let named: Model?

    init(tenant: TenantID, work: Work, time: Date, known: Graph, named: Model? = nil) {
        self.tenant = tenant
        self.work = work
        self.time = time
        self.known = known
        self.named = named
    }

    /// What is to be created, where that is all.
    var onlyCreation: Relationship? {
        guard case .updates(let updates, _, let preconditions) = work, updates.count == 1, preconditions.isEmpty,
            case .create(let relationship) = updates[0]
        else { return nil }
        return relationship
    }

    /// How many rows it may change, to bound a group.
    var weight: Int {
        switch work {
        case .changes(let changes), .registration(let changes, _): changes.count + 1
        case .updates(let updates, _, let preconditions): updates.count + preconditions.count + 1
        case .deletion(_, _, let limit), .expiry(let limit): limit + 1
        case .portion(let portion): portion.count
        }
    }

    var isPortion: Bool {
        if case .portion = work { true } else { false }
    }

    /// Throws for the first relationship that the model does not accept.
    func validate(against model: Model) throws(StoreError) {
        switch work {
        case .changes(let changes):
            for (index, change) in changes.enumerated() {
                guard case .touch(let relationship) = change, let refusal = model.refusal(of: relationship) else { continue }
                throw .invalidRelationship(index: index, refusal: refusal)
            }
        case .updates(let updates, _, _):
            for (index, update) in updates.enumerated() {
                guard let relationship = update.relationship, let refusal = model.refusal(of: relationship) else { continue }
                throw .invalidRelationship(index: index, refusal: refusal)
            }
        case .portion(let portion):
            for (index, relationship) in portion.relationships.enumerated() {
                if let refusal = model.refusal(of: relationship) { throw .invalidRelationship(index: index, refusal: refusal) }
            }
        case .deletion, .expiry, .registration: return
        }
    }

    /// Throws when one relationship is named twice: which of the two was meant cannot be known.
    func requireDistinctKeys() throws(StoreError) {
        guard case .updates(let updates, _, _) = work, updates.count > 1 else { return }
        var seen = Set<RelationshipKey>(minimumCapacity: updates.count)
        for (index, update) in updates.enumerated() where !seen.insert(update.key).inserted {
            throw .duplicateInBatch(index: index, description: update.key.description)
        }
    }
}

extension WriteBatch {
    /// Throws for the first relationship that is over before it begins; an import leaves such ones out itself.
    func requireLater() throws(StoreError) {
        switch work {
        case .changes(let changes):
            for (index, change) in changes.enumerated() {
                if case .touch(let relationship) = change { try require(relationship, index) }
            }
        case .updates(let updates, _, _):
            for (index, update) in updates.enumerated() {
                if let relationship = update.relationship { try require(relationship, index) }
            }
        case .deletion, .expiry, .portion, .registration: return
        }
    }

    private func require(_ relationship: Relationship, _ index: Int) throws(StoreError) {
        guard relationship.exists(at: time) else {
            throw .relationshipExpired(index: index, description: relationship.description)
        }
    }
}

extension WriteBatch {
    /// How many relationships it adds at most; `changes` are what it comes to.
    func addedCount(_ changes: [RelationshipChange]) -> Int {
        if case .portion(let portion) = work { return portion.count }
        return changes.reduce(0) { if case .touch = $1 { $0 + 1 } else { $0 } }
    }

    /// The graph after the batch.
    func applied(_ changes: [RelationshipChange], to graph: Graph) -> Graph {
        if case .portion(let portion) = work { return graph.touching(portion.relationships, at: graph.revision) }
        return graph.applying(changes, at: graph.revision)
    }

    /// A registration has written rows of its own by then, so its transaction has to end with it.
    func refusal(_ error: StoreError) -> any Error {
        if case .registration = work { BrokenTransaction(reason: error) } else { error }
    }
}

/// What has become of a batch that was committed.
struct WriteOutcome: Sendable {
    let revision: Revision
    var changedCount = 0
    var deletedCount = 0
    var isComplete = true
}

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

    init(tenant: TenantID, work: Work, time: Date, known: Graph) {
        self.tenant = tenant
        self.work = work
        self.time = time
        self.known = known
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
        case .deletion(_, _, let limit): limit + 1
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
        case .deletion, .registration: return
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

/// What has become of a batch that was committed.
struct WriteOutcome: Sendable {
    let revision: Revision
    var changedCount = 0
    var deletedCount = 0
    var isComplete = true
}

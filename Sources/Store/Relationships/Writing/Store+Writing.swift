package import Foundation
import GRDB
package import Permissions

/// What a deletion by pattern has done.
package struct RelationshipDeletion: Sendable, Equatable {
    package let revision: Revision
    package let deletedCount: Int
    /// False when more matched than the limit allowed to delete.
    package let isComplete: Bool
}

extension Store {
    /// Changes or updates that one write may have.
    package static let updateLimit = 1_000
    package static let preconditionLimit = 100
    /// Relationships that one deletion by pattern may delete.
    package static let deletionLimit = 10_000

    /// Writes that wait, without those being written.
    package var writeQueueLength: Int { writes.waitingCount }

    /// Writes all changes or none, whatever is there: one transaction, then the new graph is published, then the writer is answered.
    package func write(_ tenant: TenantID, _ changes: [RelationshipChange], at time: Date) async throws -> Revision {
        try Self.requireCount(changes.count, of: "changes", atMost: Self.updateLimit)
        return try await submit(tenant, .changes(changes.map(\.inMilliseconds)), at: time).revision
    }

    /// Writes all updates or none, if every precondition holds. A relationship may be named once.
    ///
    /// With `named` that model of the tenant alone says what may be written. What the model in force does not accept stays and does not
    /// count, as after a model that was written with `keepingInvalid`.
    package func write(
        _ tenant: TenantID, updates: [RelationshipUpdate], mode: WriteMode = WriteMode(), preconditions: [Precondition] = [],
        under named: Model? = nil, at time: Date
    ) async throws -> Revision {
        try Self.requireCount(updates.count, of: "updates", atMost: Self.updateLimit)
        try Self.requireCount(preconditions.count, of: "preconditions", atMost: Self.preconditionLimit)
        return try await submit(tenant, .updates(updates.map(\.inMilliseconds), mode, preconditions), at: time, named: named).revision
    }

    /// Deletes what matches the pattern, in one transaction at most `limit` of it; to be repeated until it is complete.
    package func delete(
        _ tenant: TenantID, matching pattern: RelationshipPattern, preconditions: [Precondition] = [], limit: Int = deletionLimit,
        at time: Date
    ) async throws -> RelationshipDeletion {
        try Self.requireCount(preconditions.count, of: "preconditions", atMost: Self.preconditionLimit)
        let limit = min(max(limit, 1), Self.deletionLimit)
        let outcome = try await submit(tenant, .deletion(pattern, preconditions, limit: limit), at: time)
        return RelationshipDeletion(revision: outcome.revision, deletedCount: outcome.deletedCount, isComplete: outcome.isComplete)
    }

    /// Deletes what has expired, at most `limit` of it, so that watchers hear of it; to be repeated until it is complete.
    func deleteExpired(_ tenant: TenantID, limit: Int, at time: Date) async throws -> RelationshipDeletion {
        let outcome = try await submit(tenant, .expiry(limit: limit), at: time)
        return RelationshipDeletion(revision: outcome.revision, deletedCount: outcome.deletedCount, isComplete: outcome.isComplete)
    }

    /// The one way to the queue: everything that needs no database is refused before.
    func submit(
        _ tenant: TenantID, _ work: WriteBatch.Work, at time: Date, creating thing: (kind: String, id: String)? = nil,
        acceptedBy model: Model? = nil, named: Model? = nil
    ) async throws -> WriteOutcome {
        try await graphs.keeping(tenant) {
            let batch = WriteBatch(tenant: tenant, work: work, time: time, known: try await graph(tenant), named: named)
            try batch.requireDistinctKeys()
            try batch.requireLater()
            let judge = named ?? batch.known.model
            if !(model?.isWritten(like: judge) ?? false) { try batch.validate(against: judge) }
            do {
                return try await writes.write(batch)
            } catch let error as DatabaseError {
                throw Self.refusal(error, creating: thing)
            }
        }
    }

    private static func requireCount(_ count: Int, of what: String, atMost limit: Int) throws {
        guard count <= limit else { throw StoreError.tooMany("a write has at most \(limit) \(what); this one has \(count)") }
    }
}

package import Foundation
import GRDB
package import Permissions
import Synchronization

/// Brings in relationships by the million: large transactions, and one new graph for each of them.
///
/// To be taken up again after an interruption by appending everything from the start, or from any point that had been committed: what is
/// there already is left alone and is not in the history a second time. What has been appended is durable and visible once it is counted
/// as committed; one transaction is written while the caller prepares the next, and its failure is told by the next call.
package final class RelationshipImporter: Sendable {
    /// What an import has done so far.
    package struct Progress: Sendable, Equatable {
        /// Relationships in committed transactions, those that were there already included.
        package var committedCount = 0
        /// Relationships that were new or have changed.
        package var changedCount = 0
        /// The last revision that was written; nil before the first.
        package var revision: Revision?
    }

    private struct Commit {
        let relationships: [Relationship]
        /// Those of them that are written.
        let portion: ImportPortion
        let task: Task<WriteOutcome, any Error>
    }

    private struct State {
        var waiting: [Relationship] = []
        /// The model that accepted everything that waits.
        var model: Model?
        var progress = Progress()
        /// Being written while the caller prepares the next.
        var commit: Commit?
        /// Whether it has written since it was finished last.
        var isUnfinished = false

        /// Committed or not.
        var takenCount: Int { progress.committedCount + (commit?.relationships.count ?? 0) + waiting.count }
    }

    /// Relationships of one transaction.
    package static let transactionSize = 50_000
    /// Relationships that one `append` may bring.
    package static let batchLimit = 200_000

    private let store: Store
    private let tenant: TenantID
    private let state = Mutex(State())

    init(_ store: Store, _ tenant: TenantID) {
        self.store = store
        self.tenant = tenant
    }

    deinit {
        // Given up half way, it must not leave the database as imports need it.
        let (isUnfinished, commit) = state.withLock { ($0.isUnfinished, $0.commit) }
        guard isUnfinished else { return }
        Task { [store] in
            _ = await commit?.task.result
            try? await store.writes.finishImport()
        }
    }

    /// Takes relationships, and writes what has come together when it fills a transaction. To be called by one task.
    ///
    /// What has expired when it would be written is passed by, and counts as committed.
    ///
    /// Refused as a whole with `invalidRelationship` when the model does not accept one of them, or one from before that waits and that a
    /// new model does not accept any more; `index` counts from the first relationship of the import.
    @discardableResult
    package func append(_ relationships: [Relationship], at time: Date) async throws -> Progress {
        guard relationships.count <= Self.batchLimit else {
            throw StoreError.tooMany("a batch has at most \(Self.batchLimit) relationships; this one has \(relationships.count)")
        }
        let model = try await store.graph(tenant).model
        var classes = AcceptedClasses(model)
        for (index, relationship) in relationships.enumerated() {
            guard let refusal = classes.refusal(of: relationship) else { continue }
            throw StoreError.invalidRelationship(index: state.withLock(\.takenCount) + index, refusal: refusal)
        }
        state.withLock { state in
            // Nil when the model has changed between two batches: the transaction then checks all of them again.
            if state.waiting.isEmpty { state.model = model } else if !(state.model?.isWritten(like: model) ?? false) { state.model = nil }
            state.waiting += relationships.inMilliseconds
        }
        while state.withLock({ $0.waiting.count >= Self.transactionSize }) { try await commitPortion(at: time) }
        return progress
    }

    /// Writes what is left, and answers when everything is durable and visible.
    @discardableResult
    package func finish(at time: Date) async throws -> Progress {
        while state.withLock({ !$0.waiting.isEmpty }) { try await commitPortion(at: time) }
        try await settle()
        try await store.writes.finishImport()
        state.withLock { $0.isUnfinished = false }
        return progress
    }

    /// Forgets what waits from a place on, counted from the first relationship of the import; what stands before it is written by `finish`.
    package func cut(at place: Int) {
        state.withLock { state in
            let kept = max(place - state.progress.committedCount - (state.commit?.relationships.count ?? 0), 0)
            state.waiting.removeLast(max(state.waiting.count - kept, 0))
        }
    }

    /// An index within a transaction as one within the import.
    private static func placed(_ error: any Error, in commit: Commit, after count: Int) -> any Error {
        guard case StoreError.invalidRelationship(let index, let refusal) = error, commit.portion.relationships.indices.contains(index),
            let place = commit.relationships.firstIndex(of: commit.portion.relationships[index])
        else { return error }
        return StoreError.invalidRelationship(index: count + place, refusal: refusal)
    }

    package var progress: Progress { state.withLock { $0.progress } }

    /// Begins the next transaction when the one before has ended, having prepared it meanwhile.
    private func commitPortion(at time: Date) async throws {
        let relationships = state.withLock { Array($0.waiting.prefix(Self.transactionSize)) }
        let portion = ImportPortion(relationships.existing(at: time))
        try await settle()
        state.withLock { state in
            state.waiting.removeFirst(relationships.count)
            state.isUnfinished = true
            let task = Task { [store, tenant, model = state.model] in
                try await store.submit(tenant, .portion(portion), at: time, acceptedBy: model)
            }
            state.commit = Commit(relationships: relationships, portion: portion, task: task)
        }
    }

    /// Waits for what is being written, also when the caller is cancelled, and writes nothing more: `progress` is exact afterwards.
    package func settle() async throws {
        guard let commit = state.withLock({ $0.commit }) else { return }
        let result = await commit.task.result
        try state.withLock { state in
            state.commit = nil
            switch result {
            case .success(let outcome):
                state.progress.committedCount += commit.relationships.count
                state.progress.changedCount += outcome.changedCount
                state.progress.revision = outcome.revision
            case .failure(let error):
                // It is first in line again, so that nothing is lost when the caller finishes later, and is checked once more.
                state.waiting.insert(contentsOf: commit.relationships, at: 0)
                state.model = nil
                throw Self.placed(error, in: commit, after: state.progress.committedCount)
            }
        }
    }
}

extension Store {
    /// Begins or takes up an import.
    package func importer(_ tenant: TenantID) -> RelationshipImporter {
        RelationshipImporter(self, tenant)
    }
}

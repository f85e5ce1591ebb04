import Foundation
package import Permissions
import Synchronization

/// What the store does by itself while it is open, a portion at a time: deletes what has expired, forgets history that is not to be kept.
final class Upkeep: Sendable {
    /// How long after its end a relationship may still have its row.
    static let interval = Duration.seconds(60)

    private let task = Mutex<Task<Void, Never>?>(nil)

    func start(_ store: Store) {
        let task = Task { [weak store] in
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.interval)
                guard !Task.isCancelled, let store else { return }
                await store.keepUp(at: store.configuration.clock())
            }
        }
        self.task.withLock { $0 = task }
    }

    func stop() async {
        let task = task.withLock { task in
            defer { task = nil }
            return task
        }
        task?.cancel()
        await task?.value
    }
}

/// What upkeep has done.
package enum UpkeepReport: Sendable, Equatable {
    case deletedExpired(TenantID, count: Int, revision: Revision)
    /// Changes up to the revision are forgotten.
    case prunedHistory(TenantID, through: Revision)
    /// It is tried again the next time.
    case failed(String)
}

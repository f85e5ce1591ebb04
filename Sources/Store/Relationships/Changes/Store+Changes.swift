package import Foundation
import GRDB
package import Permissions

extension Store {
    /// Changes in the order in which they happened, from the oldest that is kept without `after`, or from the first one at or after
    /// `since`. Nobody is told of a change before checks know of it.
    ///
    /// Throws `historyPruned` from before what is kept, and `revisionUnknown` from the future.
    package func changes(
        _ tenant: TenantID, after: ChangePosition? = nil, limit: Int, matching filter: ChangeFilter, since: Date? = nil
    ) async throws -> ChangePage {
        let query = ChangeQuery(tenant: tenant, after: after, limit: min(max(limit, 1), 1_000), filter: filter, since: since)
        let page = try await pool.reading { try query.read(from: $0) }
        try await waitUntilPublished(page.next.revision, of: tenant)
        return page
    }

    /// The same by the types of the objects alone; nil wants all types.
    package func changes(
        _ tenant: TenantID, after: ChangePosition? = nil, limit: Int, objectTypes: Set<String>? = nil, since: Date? = nil
    ) async throws -> ChangePage {
        try await changes(tenant, after: after, limit: limit, matching: ChangeFilter(objectTypes: objectTypes), since: since)
    }

    /// The same, from everything of a revision on.
    package func changes(
        _ tenant: TenantID, after revision: Revision, limit: Int, objectTypes: Set<String>? = nil
    ) async throws -> ChangePage {
        try await changes(tenant, after: ChangePosition(after: revision), limit: limit, objectTypes: objectTypes)
    }

    /// An element whenever there is a new revision: the newest only, however long the watcher was busy. It ends when the store is closed.
    ///
    /// To miss nothing, a watcher takes the stream first, then reads `changes` to their end, and again after each element.
    package func changeSignal(_ tenant: TenantID) -> AsyncStream<Revision> {
        signals.stream(tenant)
    }

    /// How many such streams there are, of all tenants.
    package var watcherCount: Int { signals.count }
}

import Permissions
import Synchronization

/// The current graph of each tenant that has been asked about.
///
/// A reader takes one reference and never waits for a writer; the lock is held to swap or copy it, never while anything is computed.
final class LiveGraphs: Sendable {
    private let current = Mutex<[TenantID: Graph]>([:])

    func graph(_ tenant: TenantID) -> Graph? {
        current.withLock { $0[tenant] }
    }

    /// INVARIANT: a graph is only ever replaced by one of a later revision, so a slow load cannot undo a write.
    func publish(_ graph: Graph, for tenant: TenantID) {
        current.withLock { graphs in
            if let known = graphs[tenant], known.revision > graph.revision { return }
            graphs[tenant] = graph
        }
    }
}

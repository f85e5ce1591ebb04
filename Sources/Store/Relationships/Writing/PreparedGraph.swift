import Dispatch
import Permissions
import Synchronization

/// The graph after a part of an import, made on another thread while the rows are written.
///
/// It is thrown away when the transaction fails. Relationships that are there as they are make no difference, so it does not matter that
/// the rows will tell only later which those were.
final class PreparedGraph: Sendable {
    private let base: Graph
    private let relationships: [Relationship]
    private let revision: Revision
    private let isReady = DispatchGroup()
    private let result = Mutex<Graph?>(nil)

    init(_ base: Graph, touching relationships: [Relationship], at revision: Revision) {
        self.base = base
        self.relationships = relationships
        self.revision = revision
        DispatchQueue.global().async(group: isReady) { [self] in
            let graph = make()
            result.withLock { $0 = graph }
        }
    }

    /// Waits until it is made.
    func graph() -> Graph {
        isReady.wait()
        return result.withLock { $0 } ?? make()
    }

    private func make() -> Graph {
        base.touching(relationships, at: revision)
    }
}

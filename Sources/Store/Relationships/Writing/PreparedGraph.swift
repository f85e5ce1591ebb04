import Dispatch
import Permissions
import Synchronization

/// The graph after a transaction or a part of it, made on another thread while rows are written and the disk is flushed.
///
/// It is thrown away when the transaction fails. Relationships that are there as they are make no difference, so it does not matter that
/// the rows will tell only later which those were.
final class PreparedGraph: Sendable {
    private let make: @Sendable () -> Graph
    private let isReady = DispatchGroup()
    private let result = Mutex<Graph?>(nil)

    convenience init(_ base: Graph, touching relationships: [Relationship], at revision: Revision) {
        self.init { base.touching(relationships, at: revision) }
    }

    convenience init(_ base: Graph, applying changes: [RelationshipChange], at revision: Revision) {
        self.init { base.applying(changes, at: revision) }
    }

    private init(_ make: @escaping @Sendable () -> Graph) {
        self.make = make
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
}

import Dispatch
import Permissions
import Synchronization

/// Puts a graph together on a thread of its own, while the next rows are read: each takes about half of the time of a load.
final class GraphAssembly: Sendable {
    private struct State {
        var graph = GraphBuilder()
        var failure: (any Error)?
    }

    /// Batches that may wait; the reader waits for a place.
    private static let batchesAhead = 4

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "cardea.graph-assembly")
    private let places = DispatchSemaphore(value: batchesAhead)

    func append(_ batch: RowBatch) {
        places.wait()
        queue.async { [self] in
            add(batch)
            places.signal()
        }
    }

    /// The graph of all batches and of the relationships that are not plain rows.
    func graph(_ others: [Relationship], model: Model, revision: Revision) throws -> Graph {
        queue.sync {}
        if let failure = state.withLock({ $0.failure }) { throw failure }
        // Nothing of it stays behind: a second owner would make the graph copy itself.
        var graph = state.withLock { state in
            defer { state.graph = GraphBuilder() }
            return state.graph
        }
        for relationship in others { graph.append(relationship) }
        return graph.graph(model: model, revision: revision)
    }

    private func add(_ batch: RowBatch) {
        state.withLock { state in
            guard state.failure == nil else { return }
            do {
                try batch.forEach { texts in
                    if !state.graph.append(texts) { state.graph.append(try RelationshipRow.plain(texts)) }
                }
            } catch {
                state.failure = error
            }
        }
    }
}

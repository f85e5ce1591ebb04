import Synchronization

/// Hands pieces of a stream from the task that makes them to the task that writes them, one at a time: who makes waits for who writes.
final class Handoff: Sendable {
    private enum State {
        case empty
        case offered([UInt8], CheckedContinuation<Void, any Error>)
        case awaited(CheckedContinuation<[UInt8]?, Never>)
        case finished
    }

    private let state = Mutex(State.empty)

    /// Returns when the piece is taken; throws `CancellationError` when nobody will take it any more.
    func send(_ piece: [UInt8]) async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { producer in
                let taker: CheckedContinuation<[UInt8]?, Never>? = state.withLock { state in
                    switch state {
                    case .awaited(let consumer):
                        state = .empty
                        return consumer
                    case .empty:
                        state = .offered(piece, producer)
                        return nil
                    case .offered, .finished:
                        producer.resume(throwing: CancellationError())
                        return nil
                    }
                }
                guard let taker else { return }
                taker.resume(returning: piece)
                producer.resume()
            }
        } onCancel: {
            finish()
        }
    }

    /// The next piece; nil when there will be none.
    func next() async -> [UInt8]? {
        await withCheckedContinuation { consumer in
            let offer: (piece: [UInt8]?, producer: CheckedContinuation<Void, any Error>?)? = state.withLock { state in
                switch state {
                case .offered(let piece, let producer):
                    state = .empty
                    return (piece, producer)
                case .empty:
                    state = .awaited(consumer)
                    return nil
                case .awaited, .finished:
                    return (nil, nil)
                }
            }
            guard let offer else { return }
            offer.producer?.resume()
            consumer.resume(returning: offer.piece)
        }
    }

    /// Ends the stream from either side.
    func finish() {
        let last = state.withLock { state in
            defer { state = .finished }
            return state
        }
        switch last {
        case .offered(_, let producer): producer.resume(throwing: CancellationError())
        case .awaited(let consumer): consumer.resume(returning: nil)
        case .empty, .finished: break
        }
    }
}

import NIOCore
import Synchronization

/// The connections of one event loop whose answers have still to leave.
///
/// The answers of one turn of the loop leave together at its end: the first wakes the process that waits for it, and the others find it
/// awake. To wake one costs more than to answer.
final class FlushQueue {
    private let eventLoop: any EventLoop
    private var waiting: [FrontHandler] = []

    fileprivate init(_ eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    func add(_ handler: FrontHandler) {
        waiting.append(handler)
        guard waiting.count == 1 else { return }
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        eventLoop.execute { bound.value.flush() }
    }

    private func flush() {
        let handlers = waiting
        waiting.removeAll(keepingCapacity: true)
        for handler in handlers { handler.flush() }
    }
}

/// One queue for each event loop.
final class FlushQueues: Sendable {
    private let queues = Mutex<[ObjectIdentifier: NIOLoopBound<FlushQueue>]>([:])

    /// The queue of the loop that this runs on.
    func queue(of eventLoop: any EventLoop) -> FlushQueue {
        queues.withLock { queues in
            if let queue = queues[ObjectIdentifier(eventLoop)] { return queue }
            let queue = NIOLoopBound(FlushQueue(eventLoop), eventLoop: eventLoop)
            queues[ObjectIdentifier(eventLoop)] = queue
            return queue
        }.value
    }
}

import API
import HTTPTypes
import Synchronization

/// A bounded number of places for work that takes long, such as streams: who finds none is told to come again.
final class Places: Sendable {
    private let count = Mutex(0)
    private let limit: Int

    init(_ limit: Int) {
        self.limit = limit
    }

    /// A place that is free again when it is let go of.
    func take() throws(Refusal) -> Place {
        let isFree = count.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard isFree else {
            throw Refusal(.overloaded, "\(limit) of these are under way: try again in a moment", headers: [.retryAfter: "5"])
        }
        return Place(self)
    }

    fileprivate func free() {
        count.withLock { $0 -= 1 }
    }

    final class Place: Sendable {
        private let places: Places

        fileprivate init(_ places: Places) {
            self.places = places
        }

        deinit { places.free() }
    }
}

import API
import HTTPTypes
import Store
import Synchronization

/// A bounded number of places for work that takes long, such as streams: who finds none is told to come again.
///
/// One tenant gets half of them at most, so that the others find some whatever it does.
final class Places: Sendable {
    private struct State {
        var count = 0
        var shares: [TenantID: Int] = [:]
    }

    private let state = Mutex(State())
    private let limit: Int

    init(_ limit: Int) {
        self.limit = limit
    }

    /// A place that is free again when it is let go of.
    func take(for tenant: TenantID) throws(Refusal) -> Place {
        let share = max(limit / 2, 1)
        let refusal = state.withLock { state -> Refusal? in
            guard state.count < limit else { return Self.refusal("\(limit) of these are under way") }
            guard state.shares[tenant, default: 0] < share else { return Self.refusal("\(share) of these are under way for this tenant") }
            state.count += 1
            state.shares[tenant, default: 0] += 1
            return nil
        }
        if let refusal { throw refusal }
        return Place(self, tenant)
    }

    private static func refusal(_ reason: String) -> Refusal {
        Refusal(.overloaded, "\(reason): try again in a moment", headers: [.retryAfter: "5"])
    }

    fileprivate func free(_ tenant: TenantID) {
        state.withLock { state in
            state.count -= 1
            let share = state.shares[tenant, default: 1] - 1
            state.shares[tenant] = share > 0 ? share : nil
        }
    }

    final class Place: Sendable {
        private let places: Places
        private let tenant: TenantID

        fileprivate init(_ places: Places, _ tenant: TenantID) {
            self.places = places
            self.tenant = tenant
        }

        deinit { places.free(tenant) }
    }
}

import Foundation
import Store
import Synchronization

/// Which tenant a store's id stands for.
final class StoreDirectory: Sendable {
    private struct Known {
        var tenants: [String: TenantID] = [:]
        var readAt: ContinuousClock.Instant?
    }

    private let store: Store
    private let known = Mutex(Known())

    init(store: Store) {
        self.store = store
    }

    /// An id that is not known is looked for at most ten times a second, so that guessing costs the guesser only.
    func tenant(_ id: String) async throws -> TenantID? {
        let now = ContinuousClock.now
        let (found, isFresh) = known.withLock { known in
            (known.tenants[id], known.readAt.map { now - $0 < .milliseconds(100) } ?? false)
        }
        if let found { return found }
        // The tenant's own name is good too, for whoever writes the URL by hand.
        if let name = try? TenantID(id), try await store.tenant(name) != nil { return name }
        guard !isFresh, Identifier.bits(id) != nil else { return nil }
        let tenants = try await store.tenants()
        return known.withLock { known in
            known = Known(tenants: Dictionary(uniqueKeysWithValues: tenants.map { (StoreIdentifier.text($0.id), $0.id) }), readAt: now)
            return known.tenants[id]
        }
    }

    /// The same without waiting; nil says nothing about the id.
    func recall(_ id: String) -> TenantID? {
        known.withLock { $0.tenants[id] }
    }

    func forget() {
        known.withLock { $0 = Known() }
    }
}

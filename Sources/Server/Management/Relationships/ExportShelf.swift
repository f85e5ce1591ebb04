import Permissions
import Store
import Synchronization

/// An export with the time at which its snapshot was made.
struct HeldExport: Sendable {
    /// How long a snapshot is held in all, however often its export is taken up again: the write-ahead log grows meanwhile.
    static let longest = Duration.seconds(3_600)

    let tenant: TenantID
    let export: RelationshipExport
    let begunAt: ContinuousClock.Instant

    var end: ContinuousClock.Instant { begunAt + Self.longest }
}

/// Keeps the snapshots of exports that were interrupted, few and for a short time, so that whoever comes back goes on where it was.
final class ExportShelf: Sendable {
    static let capacity = 2
    static let time = Duration.seconds(60)

    private struct Kept {
        let number: Int
        let held: HeldExport
    }

    private struct State {
        var kept: [Kept] = []
        var lastNumber = 0
    }

    private let state = Mutex(State())

    func keep(_ held: HeldExport) {
        let until = min(ContinuousClock.now + Self.time, held.end)
        let number = state.withLock { state in
            state.lastNumber += 1
            state.kept.append(Kept(number: state.lastNumber, held: held))
            if state.kept.count > Self.capacity { state.kept.removeFirst() }
            return state.lastNumber
        }
        Task { [weak self] in
            try? await Task.sleep(until: until, clock: .continuous)
            self?.state.withLock { $0.kept.removeAll { $0.number == number } }
        }
    }

    /// The one of the revision, which is the caller's then; nil when it is not kept.
    func take(_ tenant: TenantID, _ revision: Revision) -> HeldExport? {
        state.withLock { state in
            guard let index = state.kept.firstIndex(where: { $0.held.tenant == tenant && $0.held.export.revision == revision })
            else { return nil }
            return state.kept.remove(at: index).held
        }
    }
}

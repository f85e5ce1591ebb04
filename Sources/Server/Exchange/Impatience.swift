import Synchronization

/// Calls something when nothing was heard for a time.
final class Impatience: Sendable {
    private let heard = Mutex(ContinuousClock.now)
    private let task = Mutex<Task<Void, Never>?>(nil)

    init(_ time: Duration, _ action: @escaping @Sendable () -> Void) {
        task.withLock { task in
            task = Task { [weak self] in
                while let last = self?.last {
                    if ContinuousClock.now - last >= time { return action() }
                    do { try await Task.sleep(until: last + time, clock: .continuous) } catch { return }
                }
            }
        }
    }

    /// Something was heard.
    func again() {
        heard.withLock { $0 = ContinuousClock.now }
    }

    func end() {
        task.withLock { $0?.cancel() }
    }

    private var last: ContinuousClock.Instant { heard.withLock { $0 } }
}

import Dispatch
import Synchronization

/// Collects request lines and writes them in pieces, because a system call for each line costs as much as the decision it reports.
///
/// What is urgent is written at once, after everything that waits. Nothing waits longer than `interval`; a process that is killed loses
/// the lines of that time, never a decision: those have the audit.
final class LineBuffer: Sendable {
    static let interval = DispatchTimeInterval.milliseconds(20)
    /// A piece as large as this does not wait.
    static let pieceSize = 32 * 1024

    private struct State {
        var text = ""
        var isScheduled = false
    }

    private let state = Mutex(State())
    private let write: @Sendable (String) -> Void
    private let queue = DispatchQueue(label: "cardea.log")

    init(_ write: @escaping @Sendable (String) -> Void) {
        self.write = write
    }

    func append(_ line: String, isUrgent: Bool) {
        let mustSchedule = state.withLock { state in
            state.text += line
            if isUrgent || state.text.utf8.count >= Self.pieceSize {
                // Under the lock, so that pieces leave in the order of their lines.
                write(state.text)
                state.text.removeAll(keepingCapacity: true)
                return false
            }
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        guard mustSchedule else { return }
        queue.asyncAfter(deadline: .now() + Self.interval) { self.flush() }
    }

    /// Writes what waits.
    func flush() {
        state.withLock { state in
            state.isScheduled = false
            guard !state.text.isEmpty else { return }
            write(state.text)
            state.text.removeAll(keepingCapacity: true)
        }
    }
}

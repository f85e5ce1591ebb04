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
        var bytes: [UInt8] = []
        var isScheduled = false
    }

    private let state = Mutex(State())
    private let write: @Sendable ([UInt8]) -> Void
    private let queue = DispatchQueue(label: "cardea.log")

    init(_ write: @escaping @Sendable ([UInt8]) -> Void) {
        self.write = write
    }

    func append(_ line: [UInt8], isUrgent: Bool) {
        let mustSchedule = state.withLock { state in
            state.bytes += line
            if isUrgent || state.bytes.count >= Self.pieceSize {
                // Under the lock, so that pieces leave in the order of their lines.
                write(state.bytes)
                state.bytes.removeAll(keepingCapacity: true)
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
            guard !state.bytes.isEmpty else { return }
            write(state.bytes)
            state.bytes.removeAll(keepingCapacity: true)
        }
    }
}

import Dispatch
import Synchronization

/// Collects lines and writes them in pieces, because a system call for each line costs as much as the decision it reports.
///
/// Pieces are written on a thread of their own. What is urgent is written before its caller goes on, after everything that waits.
/// Nothing waits longer than `interval`; a process that is killed loses the lines of that time, never a decision: those have the audit.
final class LineBuffer: Sendable {
    static let interval = DispatchTimeInterval.milliseconds(20)
    /// Where so many bytes wait, whoever adds to them waits until they are written.
    static let maximumWaiting = 1024 * 1024

    private struct State {
        var bytes: [UInt8] = []
        var isScheduled = false
    }

    private let state = Mutex(State())
    /// The piece that is being written. The lock is held meanwhile, so that pieces leave in the order of their lines.
    private let piece = Mutex<[UInt8]>([])
    private let write: @Sendable ([UInt8]) -> Void
    private let queue = DispatchQueue(label: "cardea.log", qos: .utility)

    init(_ write: @escaping @Sendable ([UInt8]) -> Void) {
        self.write = write
    }

    /// `line` puts one line in UTF-8, with its end, behind the bytes that it is given.
    func append(isUrgent: Bool, _ line: (inout [UInt8]) -> Void) {
        let (mustFlush, mustSchedule) = state.withLock { state in
            line(&state.bytes)
            if isUrgent || state.bytes.count >= Self.maximumWaiting { return (true, false) }
            defer { state.isScheduled = true }
            return (false, !state.isScheduled)
        }
        if mustFlush { flush() }
        if mustSchedule { queue.asyncAfter(deadline: .now() + Self.interval) { self.flush() } }
    }

    /// Writes what waits.
    func flush() {
        piece.withLock { piece in
            state.withLock { state in
                state.isScheduled = false
                swap(&state.bytes, &piece)
            }
            guard !piece.isEmpty else { return }
            write(piece)
            piece.removeAll(keepingCapacity: true)
        }
    }
}

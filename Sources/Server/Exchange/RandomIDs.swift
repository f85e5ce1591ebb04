import Store
import Synchronization
import Tokens

/// Makes ids. Random bytes are made for many ids ahead: a system call for each costs as much as the decision that gets the id.
enum RandomIDs {
    private static let ahead = 256

    private static let waiting = Mutex<ContiguousArray<UInt64>>([])

    static func make() -> RandomID { waiting.withLock { take(&$0) } }

    private static func take(_ waiting: inout ContiguousArray<UInt64>) -> RandomID {
        if waiting.count < 2 { refill(&waiting) }
        return RandomID(high: waiting.removeLast(), low: waiting.removeLast())
    }

    static func text() -> String { make().text }

    private static func refill(_ waiting: inout ContiguousArray<UInt64>) {
        guard let bytes = try? RandomSource.system.bytes(ahead * 16) else { preconditionFailure("the system gives no random bytes") }
        waiting.reserveCapacity(ahead * 2)
        bytes.withUnsafeBytes { bytes in
            for offset in stride(from: 0, to: bytes.count, by: 8) {
                waiting.append(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            }
        }
    }
}

import Glibc
import Store
import Synchronization

/// Makes ids. The system is asked for random bytes many ids ahead: a system call for each costs as much as the decision that gets the id.
enum RandomIDs {
    private static let ahead = 128

    private static let waiting = Mutex<ContiguousArray<UInt64>>([])

    static func make() -> RandomID { waiting.withLock { take(&$0) } }

    /// As many ids as one request needs: several are taken at once.
    struct Supply {
        private var ids: ContiguousArray<RandomID> = []

        init(_ count: Int) {
            guard count > 1 else { return }
            ids.reserveCapacity(count)
            waiting.withLock { waiting in
                for _ in 0..<count { ids.append(take(&waiting)) }
            }
        }

        mutating func next() -> RandomID { ids.popLast() ?? make() }
    }

    private static func take(_ waiting: inout ContiguousArray<UInt64>) -> RandomID {
        if waiting.count < 2 { refill(&waiting) }
        return RandomID(high: waiting.removeLast(), low: waiting.removeLast())
    }

    static func text() -> String { make().text }

    private static func refill(_ waiting: inout ContiguousArray<UInt64>) {
        waiting = ContiguousArray(repeating: 0, count: ahead * 2)
        let isFilled = waiting.withUnsafeMutableBytes { bytes in
            // A call asks for at most 256 bytes, which are always given whole (getentropy(3)).
            stride(from: 0, to: bytes.count, by: 256).allSatisfy { offset in
                guard let start = bytes.baseAddress else { return false }
                return getentropy(start + offset, min(256, bytes.count - offset)) == 0
            }
        }
        precondition(isFilled, "the system gives no random bytes")
    }
}

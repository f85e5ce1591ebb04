import Foundation
import Synchronization
import Tokens

/// Checks passwords a few at a time: each check takes much processor and memory on purpose.
///
/// A name that is unknown is checked against a hash that nothing matches, so that it takes as long as one that is known.
final class PasswordChecker: Sendable {
    struct Busy: Error {}

    private static let concurrent = 2
    private static let waiting = 64

    private let queue = DispatchQueue(label: "cardea.passwords", qos: .userInitiated, attributes: .concurrent)
    private let slots = DispatchSemaphore(value: PasswordChecker.concurrent)
    private let pending = Mutex(0)
    private let nothing: PasswordHash?

    init(random: RandomSource) {
        nothing = try? PasswordHash.matchingNothing(random: random)
    }

    /// Throws `Busy` when too many are waiting already.
    func check(_ password: Secret, against phc: String?) async throws(Busy) -> Bool {
        let mayWait = pending.withLock { pending in
            guard pending < Self.concurrent + Self.waiting else { return false }
            pending += 1
            return true
        }
        guard mayWait else { throw Busy() }
        let hash = phc.flatMap { try? PasswordHash(phc: $0) }
        let answer = await withCheckedContinuation { continuation in
            queue.async { [self] in
                slots.wait()
                let matches = (hash ?? nothing)?.verify(password) ?? false
                slots.signal()
                pending.withLock { $0 -= 1 }
                continuation.resume(returning: matches && hash != nil)
            }
        }
        return answer
    }
}

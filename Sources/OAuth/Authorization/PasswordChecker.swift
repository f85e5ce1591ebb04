import Foundation
import Synchronization
import Tokens

/// Checks passwords two at a time: each check takes much processor and memory on purpose.
///
/// A name that is unknown is checked against a hash that nothing matches, so that it takes as long as one that is known.
final class PasswordChecker: Sendable {
    /// Too many are waiting already.
    struct Busy: Error {}

    private static let concurrent = 2
    private static let waiting = 64

    /// Serial queues, so that who waits holds no thread: blocked threads would keep those that serve requests from running.
    private let lanes = (0..<PasswordChecker.concurrent).map { DispatchQueue(label: "cardea.passwords.\($0)", qos: .userInitiated) }
    private let pending = Mutex([Int](repeating: 0, count: PasswordChecker.concurrent))
    private let nothing: PasswordHash?

    init(random: RandomSource) {
        nothing = try? PasswordHash.matchingNothing(random: random)
    }

    /// Whether the password is the one of the hash; without a hash, no after the same time.
    func check(_ password: Secret, against phc: String?) async throws(Busy) -> Bool {
        guard let lane = shortestLane() else { throw Busy() }
        let hash = phc.flatMap { try? PasswordHash(phc: $0) }
        return await withCheckedContinuation { continuation in
            lanes[lane].async { [self] in
                let matches = (hash ?? nothing)?.verify(password) ?? false
                pending.withLock { $0[lane] -= 1 }
                continuation.resume(returning: matches && hash != nil)
            }
        }
    }

    private func shortestLane() -> Int? {
        pending.withLock { pending in
            guard pending.reduce(0, +) < Self.concurrent + Self.waiting else { return nil }
            guard let lane = pending.indices.min(by: { pending[$0] < pending[$1] }) else { return nil }
            pending[lane] += 1
            return lane
        }
    }
}

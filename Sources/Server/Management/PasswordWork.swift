import Dispatch
import Tokens

/// Hashes passwords away from the threads that serve requests: each hash takes a good part of a second on purpose.
enum PasswordWork {
    /// One at a time: making users is rare, and two at once would take both processors.
    private static let queue = DispatchQueue(label: "cardea.password-hashes")

    static func hash(_ password: Secret, random: RandomSource) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(with: Result { try PasswordHash.make(password, random: random).phc })
            }
        }
    }
}

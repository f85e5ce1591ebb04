import Foundation
import Tokens

/// The issuer's public keys: fetched when first needed and again when a token names a key that is not among them.
///
/// Tokens with invented key ids must not become requests to the service, so there is at most one fetch in `minimumInterval`; and the
/// callers of one moment share it.
actor IssuerKeys {
    static let minimumInterval: TimeInterval = 10

    private let fetch: @Sendable () async throws -> [UInt8]
    private let now: @Sendable () -> Date
    private var keys: VerificationKeys?
    private var fetchedAt: Date?
    private var running: Task<VerificationKeys, any Error>?

    init(now: @escaping @Sendable () -> Date, fetch: @escaping @Sendable () async throws -> [UInt8]) {
        self.fetch = fetch
        self.now = now
    }

    /// Keys that know this id if the issuer has it; otherwise those there are. Throws when there are none.
    func keys(knowing keyID: String) async throws -> VerificationKeys {
        if let keys, keys.keyIDs.contains(keyID) || !isFetchDue { return keys }
        return try await refreshed()
    }

    private var isFetchDue: Bool {
        guard let fetchedAt else { return true }
        return abs(now().timeIntervalSince(fetchedAt)) >= Self.minimumInterval
    }

    private func refreshed() async throws -> VerificationKeys {
        if let running { return try await running.value }
        let fetch = self.fetch
        let task = Task { try VerificationKeys(jwks: Data(try await fetch())) }
        running = task
        defer { running = nil }
        do {
            let fresh = try await task.value
            keys = fresh
            fetchedAt = now()
            return fresh
        } catch {
            guard let keys else { throw error }
            fetchedAt = now()
            return keys
        }
    }
}

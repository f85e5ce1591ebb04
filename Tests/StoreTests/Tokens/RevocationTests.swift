import Testing

@testable import Store

@Suite struct RevocationTests {
    @Test func `a token is revoked once and in one tenant only`() async throws {
        try await withStore { store in
            for tenant in Sample.both { try await redeem(store, tenant) }
            #expect(try await statuses(store) == [.active, .active])
            #expect(try await store.revokeAccessToken(Sample.acme, tokenID: "first", at: Sample.later(1)) == 1)
            #expect(try await store.revokeAccessToken(Sample.acme, tokenID: "first", at: Sample.later(2)) == 0)
            #expect(try await store.revokeAccessToken(Sample.acme, tokenID: "none", at: Sample.later(2)) == 0)
            #expect(try await statuses(store) == [.revoked, .active])
            #expect(try await store.accessTokenStatus(Sample.acme, tokenID: "none") == .unknown)
        }
    }

    @Test func `a grant ends with its tokens`() async throws {
        try await withStore { store in
            for tenant in Sample.both { try await redeem(store, tenant) }
            try await store.insertAccessToken(Sample.acme, service)
            #expect(try await store.revokeGrant(Sample.acme, grantID: "grant-1", at: Sample.later(1)) == 1)
            #expect(try await statuses(store) == [.revoked, .active])
            #expect(try await store.accessTokenStatus(Sample.acme, tokenID: "service") == .active)
        }
    }

    @Test func `everything of a user ends`() async throws {
        try await withStore { store in
            for tenant in Sample.both { try await redeem(store, tenant) }
            try await store.insertAccessToken(Sample.acme, service)
            #expect(try await store.revokeTokens(Sample.acme, user: Sample.anne, at: Sample.later(1)) == 1)
            #expect(try await statuses(store) == [.revoked, .active])
            #expect(try await store.refreshToken(Sample.acme, tokenHash: Sample.hash(2))?.grantRevokedAt == Sample.later(1))
            #expect(try await store.refreshToken(Sample.globex, tokenHash: Sample.hash(2))?.grantRevokedAt == nil)
            #expect(try await store.accessTokenStatus(Sample.acme, tokenID: "service") == .active)
        }
    }

    @Test func `a token is inactive while its client or user is disabled`() async throws {
        try await withStore { store in
            for tenant in Sample.both { try await redeem(store, tenant) }
            try await store.setClient(Sample.acme, Sample.portal, disabledAt: Sample.later(1))
            #expect(try await statuses(store) == [.revoked, .active])
            try await store.setClient(Sample.acme, Sample.portal, disabledAt: nil)
            #expect(try await statuses(store) == [.active, .active])
            try await store.setUser(Sample.globex, Sample.anne, disabledAt: Sample.later(1))
            #expect(try await statuses(store) == [.active, .revoked])
            try await store.setUser(Sample.globex, Sample.anne, disabledAt: nil)
            #expect(try await statuses(store) == [.active, .active])
        }
    }

    @Test func `the epoch of a tenant grows with each revocation`() async throws {
        try await withStore { store in
            try await redeem(store, Sample.acme)
            var epochs = [store.revocationEpoch(Sample.acme)]
            try await store.revokeAccessToken(Sample.acme, tokenID: "first", at: Sample.start)
            epochs.append(store.revocationEpoch(Sample.acme))
            try await store.revokeGrant(Sample.acme, grantID: "grant-1", at: Sample.start)
            epochs.append(store.revocationEpoch(Sample.acme))
            _ = try await store.revokeTokens(Sample.acme, user: Sample.anne, at: Sample.start)
            epochs.append(store.revocationEpoch(Sample.acme))
            try await store.setClient(Sample.acme, Sample.portal, disabledAt: Sample.start)
            epochs.append(store.revocationEpoch(Sample.acme))
            try await store.setUser(Sample.acme, Sample.anne, disabledAt: Sample.start)
            epochs.append(store.revocationEpoch(Sample.acme))
            #expect(epochs == [0, 1, 2, 3, 4, 5])
            #expect(store.revocationEpoch(Sample.globex) == 0)
        }
    }

    @Test func `a token is forgotten a day after its expiry`() async throws {
        try await withStore { store in
            try await redeem(store, Sample.acme)
            var next = service
            next.issuedAt = Sample.later(300 + 86_400)
            try await store.insertAccessToken(Sample.acme, next)
            #expect(try await store.accessTokenStatus(Sample.acme, tokenID: "first") == .active)
            next.tokenID = "later"
            next.issuedAt = Sample.later(301 + 86_400)
            next.expiresAt = next.issuedAt
            try await store.insertAccessToken(Sample.acme, next)
            #expect(try await store.accessTokenStatus(Sample.acme, tokenID: "first") == .unknown)
        }
    }

    private let service = AccessTokenRecord(
        tokenID: "service", clientID: Sample.portal, audience: "https://mcp.example", scope: [], issuedAt: Sample.start,
        expiresAt: Sample.later(300))

    private func statuses(_ store: Store) async throws -> [TokenStatus] {
        var found: [TokenStatus] = []
        for tenant in Sample.both { found.append(try await store.accessTokenStatus(tenant, tokenID: "first")) }
        return found
    }
}

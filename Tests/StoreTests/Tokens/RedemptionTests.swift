import Testing

@testable import Store

@Suite struct RedemptionTests {
    @Test func `a code comes back as it was stored`() async throws {
        try await withStore { store in
            try await store.insertAuthorizationCode(Sample.acme, Sample.code())
            #expect(try await store.authorizationCode(Sample.acme, codeHash: Sample.hash(1)) == Sample.code())
            #expect(try await store.authorizationCode(Sample.globex, codeHash: Sample.hash(1)) == nil)
        }
    }

    @Test func `of fifty redemptions of a code exactly one succeeds`() async throws {
        try await withStore { store in
            for tenant in Sample.both { try await store.insertAuthorizationCode(tenant, Sample.code()) }
            let results = try await fiftyTimes { number in
                try await store.redeemAuthorizationCode(
                    Sample.acme, codeHash: Sample.hash(1), issuing: Sample.issuance(token: "t\(number)", refresh: 100 + number),
                    at: Sample.later(1))
            }
            #expect(results.count { $0 == .redeemed } == 1)
            #expect(results.count { $0 == .alreadyUsed(grantID: "grant-1") } == 49)
            var active = 0
            for number in 0..<50 where try await store.accessTokenStatus(Sample.acme, tokenID: "t\(number)") == .active { active += 1 }
            #expect(active == 1)
            #expect(try await store.authorizationCode(Sample.acme, codeHash: Sample.hash(1))?.redeemedAt == Sample.later(1))
            #expect(try await store.authorizationCode(Sample.globex, codeHash: Sample.hash(1))?.redeemedAt == nil)
        }
    }

    @Test func `of fifty rotations of a refresh token exactly one succeeds`() async throws {
        try await withStore { store in
            for tenant in Sample.both { try await redeem(store, tenant) }
            let results = try await fiftyTimes { number in
                try await store.rotateRefreshToken(
                    Sample.acme, tokenHash: Sample.hash(2), issuing: Sample.issuance(token: "r\(number)", refresh: 100 + number),
                    at: Sample.later(2))
            }
            #expect(results.count { $0 == .redeemed } == 1)
            #expect(results.count { $0 == .alreadyUsed(grantID: "grant-1") } == 49)
            var successors = 0
            for number in 0..<50 where try await store.refreshToken(Sample.acme, tokenHash: Sample.hash(100 + number)) != nil {
                successors += 1
            }
            #expect(successors == 1)
            #expect(try await store.refreshToken(Sample.acme, tokenHash: Sample.hash(2))?.redeemedAt == Sample.later(2))
            #expect(try await store.refreshToken(Sample.globex, tokenHash: Sample.hash(2))?.redeemedAt == nil)
        }
    }

    @Test func `a code or refresh token of another tenant is not found`() async throws {
        try await withStore { store in
            try await redeem(store, Sample.acme)
            let issuance = Sample.issuance(token: "x", refresh: nil)
            let codes = [
                try await refusal {
                    _ = try await store.redeemAuthorizationCode(
                        Sample.globex, codeHash: Sample.hash(1), issuing: issuance, at: Sample.start)
                },
                try await refusal {
                    _ = try await store.rotateRefreshToken(Sample.globex, tokenHash: Sample.hash(2), issuing: issuance, at: Sample.start)
                },
            ]
            #expect(codes == ["not_found", "not_found"])
            #expect(try await store.accessTokenStatus(Sample.globex, tokenID: "x") == .unknown)
        }
    }

    @Test func `a code is not spent when its tokens cannot be stored`() async throws {
        try await withStore { store in
            try await redeem(store, Sample.acme)
            try await store.insertAuthorizationCode(Sample.acme, Sample.code(9))
            // The id of the access token is taken.
            let code = try await refusal {
                _ = try await store.redeemAuthorizationCode(
                    Sample.acme, codeHash: Sample.hash(9), issuing: Sample.issuance(grant: "grant-9", token: "first", refresh: nil),
                    at: Sample.start)
            }
            #expect(code == "storage_failed")
            #expect(try await store.authorizationCode(Sample.acme, codeHash: Sample.hash(9))?.redeemedAt == nil)
        }
    }

    @Test func `a refresh token of a revoked grant does not rotate`() async throws {
        try await withStore { store in
            for tenant in Sample.both { try await redeem(store, tenant) }
            try await store.revokeGrant(Sample.acme, grantID: "grant-1", at: Sample.later(3))
            #expect(try await store.refreshToken(Sample.acme, tokenHash: Sample.hash(2))?.grantRevokedAt == Sample.later(3))
            let issuance = Sample.issuance(token: "next", refresh: 3)
            let ended = try await store.rotateRefreshToken(
                Sample.acme, tokenHash: Sample.hash(2), issuing: issuance, at: Sample.later(4))
            #expect(ended == .alreadyUsed(grantID: "grant-1"))
            let other = try await store.rotateRefreshToken(
                Sample.globex, tokenHash: Sample.hash(2), issuing: issuance, at: Sample.later(4))
            #expect(other == .redeemed)
        }
    }

    private func fiftyTimes(
        _ redeem: @escaping @Sendable (Int) async throws -> RedemptionResult
    ) async throws -> [RedemptionResult] {
        try await withThrowingTaskGroup(of: RedemptionResult.self) { group in
            for number in 0..<50 { group.addTask { try await redeem(number) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}

/// Redeems the sample code: access token `first`, refresh token 2, grant `grant-1`.
func redeem(_ store: Store, _ tenant: TenantID) async throws {
    try await store.insertAuthorizationCode(tenant, Sample.code())
    _ = try await store.redeemAuthorizationCode(
        tenant, codeHash: Sample.hash(1), issuing: Sample.issuance(token: "first", refresh: 2), at: Sample.start)
}

import Testing

@testable import Store

@Suite struct SessionTests {
    private let session = Session(
        idHash: Sample.hash(7), userName: Sample.anne, authenticatedAt: Sample.start, expiresAt: Sample.later(100))

    @Test func `a session lives until it expires`() async throws {
        try await withStore { store in
            try await store.createSession(Sample.acme, session)
            #expect(try await store.session(Sample.acme, idHash: session.idHash, now: Sample.later(99)) == session)
            #expect(try await store.session(Sample.acme, idHash: session.idHash, now: Sample.later(100)) == nil)
            #expect(try await store.session(Sample.globex, idHash: session.idHash, now: Sample.start) == nil)
        }
    }

    @Test func `a session ends when it is deleted`() async throws {
        try await withStore { store in
            for tenant in Sample.both { try await store.createSession(tenant, session) }
            try await store.deleteSession(Sample.acme, idHash: session.idHash)
            #expect(try await store.session(Sample.acme, idHash: session.idHash, now: Sample.start) == nil)
            #expect(try await store.session(Sample.globex, idHash: session.idHash, now: Sample.start) == session)
        }
    }

    @Test func `a session ends for good when its user is disabled`() async throws {
        try await withStore { store in
            for tenant in Sample.both { try await store.createSession(tenant, session) }
            try await store.setUser(Sample.acme, Sample.anne, disabledAt: Sample.later(1))
            #expect(try await store.session(Sample.acme, idHash: session.idHash, now: Sample.start) == nil)
            try await store.setUser(Sample.acme, Sample.anne, disabledAt: nil)
            #expect(try await store.session(Sample.acme, idHash: session.idHash, now: Sample.start) == nil)
            #expect(try await store.session(Sample.globex, idHash: session.idHash, now: Sample.start) == session)
        }
    }

    @Test func `a later consent replaces the one before`() async throws {
        try await withStore { store in
            var consent = Consent(
                userName: Sample.anne, clientID: Sample.portal, resource: "https://mcp.example", scope: ["a"], givenAt: Sample.start)
            try await store.recordConsent(Sample.acme, consent)
            consent.scope = ["a", "b"]
            consent.givenAt = Sample.later(9)
            try await store.recordConsent(Sample.acme, consent)
            func stored(_ tenant: TenantID, _ resource: String) async throws -> Consent? {
                try await store.consent(tenant, user: Sample.anne, client: Sample.portal, resource: resource)
            }
            #expect(try await stored(Sample.acme, consent.resource) == consent)
            #expect(try await stored(Sample.acme, "https://other.example") == nil)
            #expect(try await stored(Sample.globex, consent.resource) == nil)
        }
    }
}

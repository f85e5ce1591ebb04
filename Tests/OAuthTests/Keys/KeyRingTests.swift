import Foundation
import Permissions
import Store
import Testing
import Tokens

@testable import OAuth

/// The signing keys of tenants, sealed at rest.
@Suite struct KeyRingTests {
    @Test func `a key is sealed, and opens again after a restart`() async throws {
        try await World.run { world async throws in
            let stored = try #require(try await world.store.signingKeys(World.acme).first)
            #expect(!stored.publicKeyJSON.contains("\"d\""))
            let before = try await world.keys.keys(World.acme).signing.keyID
            try await world.restart()
            #expect(try await world.keys.keys(World.acme).signing.keyID == before)
        }
    }

    @Test func `another master key does not open it`() async throws {
        try await World.run { world async throws in
            let other = KeyRing(store: world.store, masterKey: try MasterKey.generate(random: .system), random: .system)
            await #expect(throws: (any Error).self) { try await other.keys(World.acme) }
        }
    }

    @Test func `a sealed key that is moved to another tenant does not open`() async throws {
        try await World.run { world async throws in
            let stolen = try world.keys.newSigningKey(for: World.acme)
            let mallory = try TenantID("mallory")
            _ = try await world.store.createTenant(
                NewTenant(
                    id: mallory, displayName: "m", signingKey: stolen, model: try Model(parsing: Model.builtInSource),
                    createdAt: World.start))
            await #expect(throws: (any Error).self) { try await world.keys.keys(mallory) }
        }
    }

    @Test func `a tenant that does not exist has no keys`() async throws {
        try await World.run { world async throws in
            await #expect(throws: KeyRing.Failure.self) { try await world.keys.keys(try TenantID("nobody")) }
        }
    }
}

import GRDB
import Permissions
import Testing

@testable import Store

@Suite struct TenantTests {
    @Test func `a tenant comes with its key and model`() async throws {
        try await withStore { store in
            for tenant in Sample.both {
                #expect(try await store.tenant(tenant)?.displayName == "Tenant \(tenant)")
                #expect(try await store.signingKeys(tenant).map(\.keyID) == ["\(tenant)-1"])
                #expect(try await store.signingKeys(tenant).map(\.sealedPrivateKey) == [[1, 2, 3]])
                #expect(try await store.model(tenant).id == "1")
                #expect(try await store.model(tenant).source == Model.builtInSource)
            }
            #expect(try await store.tenants().map(\.id) == Sample.both)
            let initech = try TenantID("initech")
            #expect(try await store.tenant(initech) == nil)
        }
    }

    @Test func `a second tenant of the name is refused and nothing is written`() async throws {
        try await withStore { store in
            let before = try await rowCounts(store)
            let code = try await refusal { _ = try await store.createTenant(Sample.tenant(Sample.acme)) }
            #expect(code == "already_exists")
            #expect(try await rowCounts(store) == before)
        }
    }

    @Test func `administrators are found by the hash of their key`() async throws {
        try await withStore { store in
            try await store.createAdministrator(NewAdministrator(name: "root", secretHash: Sample.hash(1), tenant: nil))
            try await store.createAdministrator(NewAdministrator(name: "ops", secretHash: Sample.hash(2), tenant: Sample.acme))
            #expect(try await store.administrator(secretHash: Sample.hash(1)) == Administrator(name: "root", tenant: nil))
            #expect(try await store.administrator(secretHash: Sample.hash(2)) == Administrator(name: "ops", tenant: Sample.acme))
            #expect(try await store.administrator(secretHash: Sample.hash(3)) == nil)
            let code = try await refusal {
                try await store.createAdministrator(NewAdministrator(name: "twin", secretHash: Sample.hash(1), tenant: nil))
            }
            #expect(code == "already_exists")
            #expect(try await store.administratorCount() == 2)
        }
    }

    @Test func `a user belongs to one tenant`() async throws {
        try await withStore { store in
            let bob = try UserName("bob")
            let made = try await store.createUser(Sample.acme, Sample.user(bob))
            #expect(try await store.user(Sample.acme, bob) == made)
            #expect(try await store.user(Sample.globex, bob) == nil)
            #expect(try await store.users(Sample.acme).map(\.name) == [Sample.anne, bob])
            #expect(try await store.users(Sample.globex).map(\.name) == [Sample.anne])
        }
    }

    @Test func `a user is disabled in one tenant only`() async throws {
        try await withStore { store in
            try await store.setUser(Sample.acme, Sample.anne, disabledAt: Sample.later(1))
            #expect(try await store.user(Sample.acme, Sample.anne)?.disabledAt == Sample.later(1))
            #expect(try await store.user(Sample.globex, Sample.anne)?.disabledAt == nil)
            try await store.setUser(Sample.acme, Sample.anne, disabledAt: nil)
            #expect(try await store.user(Sample.acme, Sample.anne)?.disabledAt == nil)
        }
    }

    @Test func `a client comes back as it was made`() async throws {
        try await withStore { store in
            let agent = Sample.client(try ClientID("Agent~1"), kind: .agent, secretHash: nil)
            let made = try await store.createClient(Sample.globex, agent)
            #expect(try await store.client(Sample.globex, agent.id) == made)
            #expect(try await store.client(Sample.acme, agent.id) == nil)
            #expect(try await store.clients(Sample.acme).map(\.id) == [Sample.portal])
            try await store.setClient(Sample.globex, agent.id, disabledAt: Sample.later(5))
            #expect(try await store.client(Sample.globex, agent.id)?.disabledAt == Sample.later(5))
        }
    }

    @Test func `duplicates are refused and nothing is written`() async throws {
        try await withStore { store in
            _ = try await store.createServer(Sample.acme, try Sample.server())
            let before = try await rowCounts(store)
            let revision = try await store.graph(Sample.acme).revision
            let codes = [
                try await refusal { _ = try await store.createUser(Sample.acme, Sample.user()) },
                try await refusal { _ = try await store.createClient(Sample.acme, Sample.client()) },
                try await refusal { _ = try await store.createServer(Sample.acme, try Sample.server()) },
                // Another name at the same address.
                try await refusal { _ = try await store.createServer(Sample.acme, try Sample.server("ledger")) },
            ]
            #expect(codes == Array(repeating: "already_exists", count: 4))
            #expect(try await rowCounts(store) == before)
            #expect(try await store.graph(Sample.acme).revision == revision)
        }
    }

    @Test func `what is not there cannot be changed`() async throws {
        try await withStore { store in
            let nobody = try UserName("nobody")
            let none = try ClientID("none")
            let initech = try TenantID("initech")
            let codes = [
                try await refusal { try await store.setUser(Sample.acme, nobody, disabledAt: nil) },
                try await refusal { try await store.setClient(Sample.acme, none, disabledAt: nil) },
                try await refusal { _ = try await store.createUser(initech, Sample.user()) },
                try await refusal { _ = try await store.createClient(initech, Sample.client()) },
                try await refusal { _ = try await store.createServer(initech, try Sample.server()) },
                try await refusal { _ = try await store.model(initech) },
                try await refusal { _ = try await store.graph(initech) },
            ]
            #expect(codes == Array(repeating: "not_found", count: 7))
        }
    }

    @Test func `a server is registered with its tools in the graph`() async throws {
        try await withStore { store in
            let server = try Sample.server()
            let made = try await store.createServer(Sample.acme, server)
            #expect(made == server)
            #expect(try await store.server(Sample.acme, server.name) == server)
            #expect(try await store.server(Sample.acme, resourceURI: server.resourceURI) == server)
            let page = try await store.relationships(Sample.acme, matching: RelationshipFilter(), after: nil, limit: 10, at: Sample.start)
            #expect(
                page.items.map(\.description) == [
                    "tool:billing/erase#server@server:billing", "tool:billing/read#server@server:billing",
                ])
            #expect(try await store.graph(Sample.acme).relationshipCount == 2)
            #expect(try await store.servers(Sample.globex).isEmpty)
            #expect(try await store.server(Sample.globex, resourceURI: server.resourceURI) == nil)
            #expect(try await store.graph(Sample.globex).relationshipCount == 0)
        }
    }

    @Test func `two tenants register the same server`() async throws {
        try await withStore { store in
            let server = try Sample.server()
            for tenant in Sample.both { _ = try await store.createServer(tenant, server) }
            for tenant in Sample.both { #expect(try await store.servers(tenant) == [server]) }
        }
    }

    private func rowCounts(_ store: Store) async throws -> [Int] {
        try await store.pool.read { database in
            try ["tenants", "signing_keys", "models", "users", "clients", "servers", "tools", "relationships", "relationship_changes"].map {
                try Int.fetchOne(database, sql: "SELECT count(*) FROM \($0)") ?? -1
            }
        }
    }
}

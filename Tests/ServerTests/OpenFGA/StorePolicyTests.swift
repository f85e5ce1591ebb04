import API
import HTTPTypes
import Testing

@testable import Server

/// The endpoints of AuthZEN below a store, which are those below its tenant.
@Suite struct StorePolicyTests {
    private static let evaluation = """
        {"subject":{"type":"user","id":"anne"},"action":{"name":"can_call"},"resource":{"type":"tool","id":"billing/getInvoice"}}
        """

    private func run(_ body: @Sendable (TestService, String, String) async throws -> Void) async throws {
        try await TestService.run { service in
            let token = try await service.createTenantWithEnforcementPoint()
            try await service.createServer()
            try await service.grant("tool:billing/getInvoice#caller@user:anne")
            let stores = try await service.get("/stores")
            try await body(service, token, try #require(stores.json["stores"]?.elements.first?["id"]?.string))
        }
    }

    @Test func `the configuration names the endpoints of the store`() async throws {
        try await run { service, _, store in
            let answer = try await service.send(.get, "/.well-known/authzen-configuration/\(store)", as: nil)
            #expect(answer.status == 200)
            let base = "\(TestService.baseURL)/stores/\(store)/access/v1"
            #expect(answer.json["policy_decision_point"] == .string("\(TestService.baseURL)/\(store)"))
            #expect(answer.json["access_evaluation_endpoint"] == .string("\(base)/evaluation"))
            #expect(answer.json["access_evaluations_endpoint"] == .string("\(base)/evaluations"))
            #expect(answer.json["search_action_endpoint"] == .string("\(base)/search/action"))
            let unknown = try await service.send(.get, "/.well-known/authzen-configuration/01ARZ3NDEKTSV4RRFFQ69G5FAV", as: nil)
            #expect(unknown.status == 404 && unknown.code == "store_id_not_found")
        }
    }

    @Test func `a store answers as its tenant does, to administrators and to access tokens`() async throws {
        try await run { service, token, store in
            let base = "/stores/\(store)/access/v1"
            for credential in [token, service.key] {
                let one = try await service.post("\(base)/evaluation", Self.evaluation, as: credential)
                #expect(one.json["decision"] == true, "\(one.text)")
                let many = try await service.post("\(base)/evaluations", "{\"evaluations\":[\(Self.evaluation)]}", as: credential)
                #expect(many.json["evaluations"]?.elements.map { $0["decision"] } == [true], "\(many.text)")
                for (kind, found) in [("subject", "anne"), ("resource", "billing/getInvoice")] {
                    let search = try await service.post("\(base)/search/\(kind)", Self.evaluation, as: credential)
                    #expect(search.json["results"]?.elements.map { $0["id"]?.string } == [found], "\(search.text)")
                }
                let actions = try await service.post("\(base)/search/action", Self.evaluation, as: credential)
                #expect(actions.json["results"]?.elements.contains { $0["name"] == "can_call" } == true, "\(actions.text)")
            }
            let stranger = try await service.post("\(base)/evaluation", Self.evaluation, as: "nobody")
            #expect(stranger.status == 401 && stranger.code == "unauthenticated")
            try await service.createTenant("other")
            let other = try await service.administrator(of: "other")
            let foreign = try await service.post("\(base)/evaluation", Self.evaluation, as: other)
            #expect(foreign.status == 404 && foreign.code == "store_id_not_found")
        }
    }
}

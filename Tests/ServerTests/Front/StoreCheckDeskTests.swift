import API
import HTTPTypes
import Testing
import Tokens

@testable import Server

/// OpenFGA's check before the framework: the same answer, recorded alike, or none.
struct StoreCheckDeskTests {
    private static func request(_ body: String, bearer: String, store: String) -> HotRequest? {
        let text = """
            POST /stores/\(store)/check HTTP/1.1\r
            Host: a\r
            Authorization: Bearer \(bearer)\r
            Content-Type: application/json\r
            X-Request-ID: hot-2\r
            Content-Length: \(body.utf8.count)\r
            \r
            \(body)
            """
        return HotRequest(text)
    }

    private static func body(_ user: String, more: String = "") -> String {
        "{\"tuple_key\":{\"user\":\"user:\(user)\",\"relation\":\"can_call\",\"object\":\"tool:billing/getInvoice\"}\(more)}"
    }

    private func run(_ body: @Sendable (TestService, String, String) async throws -> Void) async throws {
        try await TestService.run { service in
            let token = try await service.createTenantWithEnforcementPoint()
            try await service.createServer()
            try await service.grant("tool:billing/getInvoice#caller@user:anne")
            let stores = try await service.get("/stores")
            let store = try #require(stores.json["stores"]?.elements.first?["id"]?.string)
            try await body(service, token, store)
        }
    }

    @Test func `what the framework answered once the front answers as well`() async throws {
        try await run { service, token, store in
            let anne = try #require(Self.request(Self.body("anne"), bearer: token, store: store))
            #expect(service.site.front.desk.answer(anne) == nil, "nothing is remembered yet")
            let framework = try await service.post("/stores/\(store)/check", Self.body("anne"), as: token)
            #expect(framework.json["allowed"] == true, "\(framework.text)")
            let answer = try #require(service.site.front.desk.answer(anne))
            #expect(answer.body == Array(framework.text.utf8))
            let model = try #require(framework.header("Openfga-Authorization-Model-Id"))
            #expect(answer.headerLines == "Openfga-Store-Id: \(store)\r\nOpenfga-Authorization-Model-Id: \(model)\r\n")
            let bob = try #require(Self.request(Self.body("bob"), bearer: token, store: store))
            #expect(service.site.front.desk.answer(bob)?.body.starts(with: "{\"allowed\":false".utf8) == true)
            let page = try await service.get("/api/v1/tenants/acme/audit?kind=decision&request_id=hot-2")
            #expect(page.json["events"]?.elements.map { $0["subject"]?.string } == ["user:bob", "user:anne"])
        }
    }

    @Test func `a write is seen at once, and after another model the framework looks first, even one that says the same`() async throws {
        try await run { service, token, store in
            _ = try await service.post("/stores/\(store)/check", Self.body("bob"), as: token)
            let bob = try #require(Self.request(Self.body("bob"), bearer: token, store: store))
            #expect(service.site.front.desk.answer(bob) != nil)
            try await service.grant("tool:billing/getInvoice#caller@user:bob")
            let answer = try #require(service.site.front.desk.answer(bob))
            #expect(answer.body.starts(with: "{\"allowed\":true".utf8))
            let source = try #require(try await service.get("/api/v1/tenants/acme/model").json["source"])
            let written = try await service.send(
                .put, "/api/v1/tenants/acme/model", String(decoding: try Wire.encode(["source": source]), as: UTF8.self), as: service.key)
            #expect(written.status == 200, "\(written.text)")
            #expect(service.site.front.desk.answer(bob) == nil)
            let framework = try await service.post("/stores/\(store)/check", Self.body("bob"), as: token)
            #expect(framework.json["allowed"] == true)
            let model = try #require(framework.header("Openfga-Authorization-Model-Id"))
            #expect(!answer.headerLines.contains(model))
            #expect(service.site.front.desk.answer(bob)?.headerLines.contains(model) == true)
        }
    }

    @Test func `errors and other models are the framework's`() async throws {
        try await run { service, token, store in
            _ = try await service.post("/stores/\(store)/check", Self.body("anne"), as: token)
            for (body, bearer, name) in [
                ("{}", token, store), ("[1]", token, store), (Self.body("anne"), service.key, store), (Self.body("anne"), token, "nowhere"),
                (Self.body("anne", more: ",\"authorization_model_id\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\""), token, store),
                (Self.body("a b"), token, store),
            ] {
                let request = try #require(Self.request(body, bearer: bearer, store: name))
                #expect(service.site.front.desk.answer(request) == nil, "\(body)")
            }
        }
    }
}

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

    @Test func `whatever the names are, the front answers and remembers a check as the framework does, or leaves it`() async throws {
        try await run { service, token, store in
            let model = try #require(
                try await service.post("/stores/\(store)/check", Self.body("anne"), as: token).header("Openfga-Authorization-Model-Id"))
            let long = String(repeating: "x", count: 300)
            let tuples = [
                ("user:anne", "can_call", "tool:billing/getInvoice"), ("user:bob", "can_call", "tool:billing/getInvoice"),
                ("user:*", "can_call", "tool:billing/getInvoice"), ("user:anne", "can_call", "tool:*"), ("user:a b", "can_call", "tool:x"),
                ("user:a:b", "can_call", "tool:x"), ("role:r#assignee", "can_call", "tool:x"), ("tool:x", "can_call", "tool:x"),
                ("nobody:x", "can_call", "tool:x"), ("user:anne", "fly", "tool:x"), ("user:anne", "", "tool:x"),
                ("anne", "can_call", "tool:x"),
                (":anne", "can_call", "tool:x"), ("user:", "can_call", "tool:x"), ("user:anne", "can_call", "tool"), ("", "", ""),
                ("user:\(long)", "can_call", "tool:\(long)"), ("user:anne", "can_call", "tool:billing/nothing"),
            ]
            var answered = 0
            for (number, tuple) in tuples.enumerated() {
                for more in ["", ",\"authorization_model_id\":\"\(model)\"", ",\"authorization_model_id\":\"\""] {
                    let body =
                        "{\"tuple_key\":{\"user\":\"\(tuple.0)\",\"relation\":\"\(tuple.1)\",\"object\":\"\(tuple.2)\"}\(more)}"
                    let framework = try await service.post("/stores/\(store)/check", body, as: token)
                    let request = try #require(Self.request(body, bearer: token, store: store))
                    guard let answer = service.site.front.desk.answer(request) else {
                        #expect(framework.status == 400, "\(body)")
                        continue
                    }
                    answered += 1
                    #expect(answer.body == Array(framework.text.utf8), "\(number)\(more)")
                    let page = try await service.get("/api/v1/tenants/acme/audit?kind=decision&limit=2")
                    let events = page.json["events"]?.elements ?? []
                    try #require(events.count == 2)
                    #expect(events[0]["request_id"]?.string == "hot-2")
                    #expect(events[0]["decision_id"] != events[1]["decision_id"])
                    for part in ["subject", "agent", "action", "resource", "outcome", "reason", "details", "kind"] {
                        #expect(events[0][part] == events[1][part], "\(part) of \(body)")
                    }
                }
            }
            #expect(answered >= 15)
        }
    }

    @Test func `a check that is read without the parser is read as the parser reads it`() throws {
        let usual = [
            Self.body("anne"), Self.body("anne", more: ",\"authorization_model_id\":\"1\""),
            #"{ "authorization_model_id" : "" , "tuple_key" : { "object":"d:1" , "relation" : "r","user":"u:a:b#c"} }"#,
        ]
        let unusual = [
            "", "{}", "[]", #"{"tuple_key":{}}"#, #"{"tuple_key":{"user":"a","relation":"r","object":"d:1"}}"#,
            #"{"tuple_key":{"user":"u:a","relation":"r"}}"#, #"{"tuple_key":{"user":"u:a","user":"u:b","relation":"r","object":"d:1"}}"#,
            Self.body("a\u{e9}"), Self.body("a\\u0041"), Self.body("anne", more: ",\"context\":{}"),
            Self.body("anne", more: ",\"contextual_tuples\":{\"tuple_keys\":[]}"), Self.body("anne") + "x",
            Self.body("anne", more: ",\"tuple_key\":{\"user\":\"u:a\",\"relation\":\"r\",\"object\":\"d:1\"}"),
            Self.body("anne", more: ",\"authorization_model_id\":null"), Self.body("anne", more: ",\"authorizationModelId\":\"1\""),
            Self.body("anne", more: ",\"authorization_model_id\":\"\",\"authorization_model_id\":\"1\""),
        ]
        for text in unusual { #expect(PlainTupleCheck(Array(text.utf8)) == nil, "\(text)") }
        func told(_ text: [UInt8]) -> [String]? {
            PlainTupleCheck(text).map { check in
                let request = check.evaluation.request(check.question)
                return [
                    request.subject.type + ":" + request.subject.id, request.action.name, request.resource.type + ":" + request.resource.id,
                ]
            }
        }
        var generator = FrontFuzzTests.Generator(state: 20_261_128)
        var taken = 0
        for iteration in 0..<20_000 {
            var text = Array(usual[iteration % usual.count].utf8)
            for _ in 0..<(iteration < 3 ? 0 : Int.random(in: 0...3, using: &generator)) {
                let position = Int.random(in: 0..<text.count, using: &generator)
                let byte = Array("{}[]\":,\\ ax1#\u{1F}\u{7F}".utf8).randomElement(using: &generator) ?? 0
                if Bool.random(using: &generator) { text[position] = byte } else { text.insert(byte, at: position) }
            }
            guard let found = told(text) else {
                #expect(iteration >= 3)
                continue
            }
            taken += 1
            let body = try OpenFGARequest(parsing: text)
            let tuple = try body.askedTuple()
            #expect(found == [try tuple.text("user"), try tuple.text("relation"), try tuple.text("object")])
            let model = try body.text("authorization_model_id")
            let check = try #require(PlainTupleCheck(text))
            #expect(check.isFor(model: model) && check.isFor(model: "other") == model.isEmpty)
        }
        #expect(taken > 2_000)
    }
}

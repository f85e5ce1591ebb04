import API
import HTTPTypes
import Testing

/// Each bad input: a stable code, the right status, a problem with its members, nothing written, the service alive.
@Suite struct BadInputTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let title: String
        var method: HTTPRequest.Method = .post
        let path: String
        var body: String?
        var type: String? = "application/json"
        let status: Int
        let code: String

        var testDescription: String { title }
    }

    private static let tenant = "/api/v1/tenants/acme"

    static let cases: [Case] = [
        Case(title: "JSON that ends early", path: tenant + "/users", body: "{\"name\":", status: 400, code: "malformed_json"),
        Case(title: "no body", path: tenant + "/users", body: "", status: 400, code: "malformed_json"),
        Case(title: "an array", path: tenant + "/users", body: "[]", status: 400, code: "invalid_request"),
        Case(title: "text after the value", path: tenant + "/users", body: "{} {}", status: 400, code: "malformed_json"),
        Case(
            title: "nesting of 10,000", path: tenant + "/check", body: String(repeating: "[", count: 10_000), status: 400,
            code: "malformed_json"),
        Case(title: "half a surrogate pair", path: tenant + "/check", body: #"{"subject":"\ud800"}"#, status: 400, code: "malformed_json"),
        Case(title: "a member twice", path: tenant + "/users", body: #"{"name":"a","name":"b"}"#, status: 400, code: "duplicate_member"),
        Case(
            title: "an unknown member", path: tenant + "/users", body: #"{"name":"eve","password":"long enough","role":"admin"}"#,
            status: 400, code: "unknown_member"),
        Case(title: "a missing member", path: tenant + "/users", body: #"{"name":"eve"}"#, status: 400, code: "invalid_request"),
        Case(
            title: "another media type", path: tenant + "/users", body: #"{"name":"eve","password":"long enough"}"#, type: "text/plain",
            status: 415, code: "unsupported_media_type"),
        Case(
            title: "no media type", path: tenant + "/users", body: #"{"name":"eve","password":"long enough"}"#, type: nil, status: 415,
            code: "unsupported_media_type"),
        Case(
            title: "a body over the limit", path: tenant + "/users", body: String(repeating: " ", count: 1_048_577), status: 413,
            code: "body_too_large"),
        Case(
            title: "a name with a space", path: tenant + "/users", body: #"{"name":"e ve","password":"long enough"}"#, status: 400,
            code: "invalid_name"),
        Case(
            title: "a short password", path: tenant + "/users", body: #"{"name":"eve","password":"short"}"#, status: 400,
            code: "invalid_password"),
        Case(
            title: "a display name that turns text around", path: tenant + "/users",
            body: "{\"name\":\"eve\",\"password\":\"long enough\",\"display_name\":\"a\u{202E}b\"}", status: 400, code: "invalid_name"),
        Case(
            title: "a user that exists", path: tenant + "/users", body: #"{"name":"anne","password":"long enough"}"#, status: 409,
            code: "already_exists"),
        Case(title: "a tenant that exists", path: "/api/v1/tenants", body: #"{"id":"acme"}"#, status: 409, code: "already_exists"),
        Case(title: "a tenant with a bad name", path: "/api/v1/tenants", body: #"{"id":"Acme!"}"#, status: 400, code: "invalid_name"),
        Case(
            title: "an unknown tenant", path: "/api/v1/tenants/nobody/users", body: #"{"name":"eve","password":"long enough"}"#,
            status: 404,
            code: "tenant_not_found"),
        Case(title: "an unknown user", method: .get, path: tenant + "/users/nobody", status: 404, code: "user_not_found"),
        Case(title: "an unknown client", method: .get, path: tenant + "/clients/nobody", status: 404, code: "client_not_found"),
        Case(title: "an unknown server", method: .get, path: tenant + "/servers/nobody", status: 404, code: "server_not_found"),
        Case(title: "an unknown path", method: .get, path: "/api/v1/nothing", status: 404, code: "not_found"),
        Case(title: "a wrong method", method: .delete, path: tenant + "/users", status: 405, code: "method_not_allowed"),
        Case(title: "a wrong method at the token endpoint", method: .get, path: "/t/acme/token", status: 405, code: "method_not_allowed"),
        Case(
            title: "a redirect URI without TLS", path: tenant + "/clients",
            body: #"{"id":"app","kind":"application","redirect_uris":["http://evil.example/cb"]}"#, status: 400, code: "invalid_request"),
        Case(
            title: "a command that is not a whole path", path: tenant + "/servers",
            body: #"{"name":"notes","upstream":{"type":"stdio","command":["notes"]},"tools":[]}"#, status: 400, code: "invalid_request"),
        Case(
            title: "a tool twice", path: tenant + "/servers",
            body: #"{"name":"notes","upstream":{"type":"http","url":"http://127.0.0.1:1/"},"tools":[{"name":"a"},{"name":"a"}]}"#,
            status: 400, code: "invalid_request"),
        Case(
            title: "a relationship of another shape", path: tenant + "/relationships", body: #"{"touch":["nonsense"]}"#, status: 400,
            code: "invalid_request"),
        Case(
            title: "a relationship the model does not know", path: tenant + "/relationships",
            body: #"{"touch":["role:a#assignee@user:anne","role:b#owner@user:anne"]}"#, status: 422, code: "invalid_relationship"),
        Case(title: "no relationships", path: tenant + "/relationships", body: "{}", status: 400, code: "invalid_request"),
        Case(
            title: "a relationship twice", path: tenant + "/relationships",
            body: #"{"touch":["role:a#assignee@user:anne"],"delete":["role:a#assignee@user:anne"]}"#, status: 400,
            code: "duplicate_relationship"),
        Case(
            title: "a bad model", method: .put, path: tenant + "/model",
            body: #"{"source":"model\n  schema 1.1\ntype user\n  relations\n"}"#,
            status: 422, code: "invalid_model"),
        Case(
            title: "a check on a bad reference", path: tenant + "/check", body: #"{"subject":"anne","action":"a","resource":"tool:x"}"#,
            status: 400, code: "invalid_reference"),
        Case(
            title: "two things to revoke", path: tenant + "/tokens/revoke", body: #"{"user":"anne","token_id":"x"}"#, status: 400,
            code: "invalid_request"),
        Case(title: "a limit of none", method: .get, path: tenant + "/audit?limit=0", status: 400, code: "invalid_request"),
        Case(title: "an unknown parameter", method: .get, path: tenant + "/audit?knid=x", status: 400, code: "invalid_request"),
        Case(title: "a parameter twice", method: .get, path: tenant + "/audit?kind=login&kind=admin", status: 400, code: "invalid_request"),
        Case(title: "an unknown kind", method: .get, path: tenant + "/audit?kind=gossip", status: 400, code: "invalid_request"),
        Case(title: "a cursor of one's own", method: .get, path: tenant + "/audit?before=x", status: 400, code: "invalid_cursor"),
        Case(title: "a path that is not UTF-8", method: .get, path: tenant + "/users/%FF", status: 404, code: "user_not_found"),
    ]

    @Test(arguments: cases)
    func `it is refused with its code and leaves nothing behind`(bad: Case) async throws {
        try await TestService.run { service in
            try await service.createTenant()
            try await service.insertUser("anne")
            let before = try await service.contents(of: "acme")
            let answer = try await service.send(bad.method, bad.path, bad.body, as: service.key, type: bad.type)
            #expect(answer.status == bad.status, "\(answer.text)")
            #expect(answer.code == bad.code, "\(answer.text)")
            #expect(answer.header("Content-Type") == "application/problem+json")
            #expect(answer.json["status"] == .integer(Int64(bad.status)))
            for member in ["type", "title", "detail", "message", "timestamp"] {
                #expect(answer.json[member]?.string?.isEmpty == false, "\(member) is missing in \(answer.text)")
            }
            #expect(answer.json["request_id"]?.string == answer.header("X-Request-ID"))
            #expect(try await service.contents(of: "acme") == before)
        }
    }

    @Test func `405 says which methods there are`() async throws {
        try await TestService.run { service in
            let users = try await service.send(.delete, "/api/v1/tenants/acme/users", as: service.key)
            #expect(users.header("Allow") == "GET, HEAD, POST")
            let token = try await service.send(.put, "/t/acme/token", as: nil)
            #expect(token.header("Allow") == "OPTIONS, POST")
        }
    }

    @Test func `a bad model names line and column of each fault`() async throws {
        try await TestService.run { service in
            try await service.createTenant()
            let source = #"{"source":"model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define viewer: [nobody]\n"}"#
            let refused = try await service.send(.put, "/api/v1/tenants/acme/model", source, as: service.key)
            #expect(refused.status == 422)
            #expect(refused.json["diagnostics"]?.elements.first?["line"] == 6)
            let validated = try await service.post("/api/v1/tenants/acme/model/validate", source)
            #expect(validated.status == 200)
            #expect(validated.json["valid"] == false)
            #expect(validated.json["diagnostics"] == refused.json["diagnostics"])
        }
    }

    @Test func `credentials that are none are answered alike`() async throws {
        try await TestService.run { service in
            try await service.createTenant()
            let credentials: [String?] = [nil, "cardea_admin_wrong", "x.y.z", "Bearer", String(repeating: "a", count: 20_000)]
            for credential in credentials {
                let answer = try await service.send(.get, "/api/v1/tenants/acme", as: credential)
                #expect(answer.status == 401)
                #expect(answer.code == "unauthenticated")
                #expect(answer.header("WWW-Authenticate") == "Bearer realm=\"cardea\"")
            }
        }
    }
}

extension TestService {
    /// Everything that bad input could have written.
    func contents(of tenant: String) async throws -> [String] {
        var contents = [try await get("/api/v1/tenants").text]
        for list in ["users", "clients", "servers", "relationships", "model"] {
            contents.append(try await get("/api/v1/tenants/\(tenant)/\(list)").text)
        }
        return contents
    }
}

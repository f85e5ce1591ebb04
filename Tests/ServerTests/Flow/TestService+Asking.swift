import API
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Store
import Testing

@testable import Server

extension TestService {
    /// Sends one request; `as` is the bearer credential, the instance's administrator unless said otherwise.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, as credential: String?, type: String? = "application/json",
        headers: HTTPFields = [:]
    ) async throws -> TestAnswer {
        var headers = headers
        if let credential { headers[.authorization] = "Bearer \(credential)" }
        if body != nil, let type { headers[.contentType] = type }
        let response = try await client.execute(uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        return TestAnswer(response)
    }

    func get(_ path: String, as credential: String? = nil) async throws -> TestAnswer {
        try await send(.get, path, as: credential ?? key)
    }

    func post(_ path: String, _ body: String, as credential: String? = nil) async throws -> TestAnswer {
        try await send(.post, path, body, as: credential ?? key)
    }

    func form(_ path: String, _ fields: [(name: String, value: String)], headers: HTTPFields = [:]) async throws -> TestAnswer {
        try await send(.post, path, formEncoded(fields), as: nil, type: "application/x-www-form-urlencoded", headers: headers)
    }
}

extension TestAnswer {
    init(_ response: TestResponse) {
        self.init(status: response.status.code, headers: response.headers, text: String(buffer: response.body))
    }

    func header(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { headers[$0] }
    }
}

// MARK: What most tests begin with

extension TestService {
    static let password = "correct horse battery staple"

    func createTenant(_ id: String = "acme") async throws {
        let answer = try await post("/api/v1/tenants", "{\"id\":\"\(id)\"}")
        try #require(answer.status == 201, "\(answer.text)")
    }

    func createUser(_ name: String, in tenant: String = "acme") async throws {
        let answer = try await post("/api/v1/tenants/\(tenant)/users", "{\"name\":\"\(name)\",\"password\":\"\(Self.password)\"}")
        try #require(answer.status == 201, "\(answer.text)")
    }

    /// A user nobody can sign in as: without the work of a password's hash.
    func insertUser(_ name: String, in tenant: String = "acme") async throws {
        let user = NewUser(name: try UserName(name), displayName: name, passwordHash: "none", createdAt: Date())
        _ = try await site.authority.store.createUser(try TenantID(tenant), user)
    }

    /// Answers the client's secret, empty for one without.
    func createClient(_ body: String, in tenant: String = "acme") async throws -> String {
        let answer = try await post("/api/v1/tenants/\(tenant)/clients", body)
        try #require(answer.status == 201, "\(answer.text)")
        return answer.json["client_secret"]?.string ?? ""
    }

    func createServer(_ name: String = "billing", in tenant: String = "acme") async throws {
        let answer = try await post(
            "/api/v1/tenants/\(tenant)/servers",
            """
            {"name":"\(name)","upstream":{"type":"http","url":"http://127.0.0.1:9/mcp"},"tools":[{"name":"getInvoice"},{"name":"refundInvoice"}]}
            """)
        try #require(answer.status == 201, "\(answer.text)")
    }

    func grant(_ relationships: String..., in tenant: String = "acme") async throws {
        try await grant(contentsOf: relationships, in: tenant)
    }

    func grant(contentsOf relationships: [String], in tenant: String = "acme") async throws {
        let list = relationships.map { "\"\($0)\"" }.joined(separator: ",")
        let answer = try await post("/api/v1/tenants/\(tenant)/relationships", "{\"touch\":[\(list)]}")
        try #require(answer.status == 200, "\(answer.text)")
    }

    /// A token by client credentials.
    func token(
        client: String, secret: String, scope: String, resource: String? = nil, in tenant: String = "acme"
    ) async throws -> String {
        var fields = [
            (name: "grant_type", value: "client_credentials"), (name: "client_id", value: client), (name: "client_secret", value: secret),
            (name: "scope", value: scope),
        ]
        if let resource { fields.append((name: "resource", value: resource)) }
        let answer = try await form("/t/\(tenant)/token", fields)
        try #require(answer.status == 200, "\(answer.text)")
        return try #require(answer.json["access_token"]?.string)
    }

    /// A tenant with an enforcement point; answers its token.
    func createTenantWithEnforcementPoint(_ tenant: String = "acme") async throws -> String {
        try await createTenant(tenant)
        let secret = try await createClient("{\"id\":\"gateway\",\"kind\":\"resource_server\"}", in: tenant)
        return try await token(client: "gateway", secret: secret, scope: "access:evaluate", in: tenant)
    }
}

extension HTTPFields {
    static func requestID(_ id: String) -> HTTPFields {
        var fields = HTTPFields()
        fields.set(HeaderNames.requestID, id)
        return fields
    }
}

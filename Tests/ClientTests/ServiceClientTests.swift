import API
import Client
import Foundation
import HTTPTypes
import Testing

@Suite struct `The service's client` {
    static let tenant = #"{"id":"acme","display_name":"Acme","issuer":"i","created_at":"2026-01-01T00:00:00Z"}"#
    static let question = EvaluationRequest(
        subject: EvaluationEntity(type: "user", id: "anne"), action: EvaluationAction(name: "read"),
        resource: EvaluationEntity(type: "doc", id: "1"))

    @Test func `a request carries the key, the path and the request id`() async throws {
        let transport = ScriptedTransport(.answer(status: 201, body: Self.tenant))
        let client = try ServiceClient.scripted(transport).with(requestID: "r-1")
        #expect(try await client.createTenant(TenantCreation(id: "acme")).displayName == "Acme")
        let request = try #require(transport.requests.first)
        #expect(request.method == .post && request.url == "http://cardea.test/api/v1/tenants")
        #expect(request.headers[.authorization] == "Bearer key")
        #expect(request.headers[try #require(HTTPField.Name("x-request-id"))] == "r-1")
        #expect(request.body == Array(#"{"id":"acme"}"#.utf8))
    }

    @Test func `a request id that the service would refuse is not sent`() throws {
        let client = try ServiceClient.scripted(ScriptedTransport())
        #expect(client.with(requestID: "a\r\nb: c").requestID == nil)
        #expect(client.with(requestID: nil).requestID == nil)
    }

    @Test func `a problem is a typed refusal`() async throws {
        let problem = Problem(.tenantNotFound, "no tenant `x`", timestamp: Date(timeIntervalSince1970: 0), requestID: "r")
        let body = String(decoding: try Wire.encode(problem), as: UTF8.self)
        let transport = ScriptedTransport(.answer(status: 404, type: "application/problem+json; charset=utf-8", body: body))
        await #expect(throws: ClientError.refused(problem)) { try await ServiceClient.scripted(transport).tenant("x") }
    }

    @Test func `an OAuth error keeps its code`() async throws {
        let transport = ScriptedTransport(.answer(status: 401, body: #"{"error":"invalid_client","error_description":"no"}"#))
        let credentials = ClientCredentials(tenant: "acme", clientID: "a", clientSecret: SecretText("s"), scopes: [])
        await #expect(throws: ClientError.oauth(error: "invalid_client", description: "no", status: 401)) {
            try await ServiceClient.scripted(transport, credential: .none).token(for: credentials)
        }
    }

    @Test(arguments: [(200, "<html>"), (200, #"{"id":1}"#), (500, "oops"), (302, "")])
    func `an answer in other words is not believed`(status: Int, body: String) async throws {
        let transport = ScriptedTransport(.answer(status: status, type: "text/html", body: body))
        await #expect { try await ServiceClient.scripted(transport).tenant("acme") } throws: { error in
            guard case .invalidResponse(status, _)? = error as? ClientError else { return false }
            return true
        }
    }

    @Test func `an answer that is too long is not read`() async throws {
        let transport = ScriptedTransport(.answer(status: 200, body: Self.tenant))
        let limits = ServiceClient.Limits(maximumResponseSize: 20)
        await #expect { try await ServiceClient.scripted(transport, limits: limits).tenant("acme") } throws: { error in
            guard case .invalidResponse? = error as? ClientError else { return false }
            return true
        }
    }

    @Test func `silence ends in a timeout`() async throws {
        let client = try ServiceClient.scripted(ScriptedTransport(.silence), limits: .init(timeout: .milliseconds(20)))
        await #expect(throws: ClientError.timeout) { try await client.evaluate(Self.question, tenant: "acme") }
    }

    @Test func `a cancelled task stops waiting`() async throws {
        let client = try ServiceClient.scripted(ScriptedTransport(.silence), limits: .init(timeout: .seconds(60)))
        let task = Task { try await client.evaluate(Self.question, tenant: "acme") }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `a question is asked again when no connection was made`() async throws {
        let transport = ScriptedTransport(.failure(.couldNotConnect("refused")), .answer(status: 200, body: #"{"decision":true}"#))
        #expect(try await ServiceClient.scripted(transport).evaluate(Self.question, tenant: "acme").decision)
        #expect(transport.requests.count == 2)
    }

    @Test func `a creation is never sent twice`() async throws {
        let transport = ScriptedTransport(.failure(.couldNotConnect("refused")), .answer(status: 201, body: Self.tenant))
        await #expect(throws: ClientError.unreachable("could not connect: refused")) {
            try await ServiceClient.scripted(transport).createTenant(TenantCreation(id: "acme"))
        }
        #expect(transport.requests.count == 1)
    }

    @Test func `a batch with a missing decision is refused as a whole`() async throws {
        let transport = ScriptedTransport(.answer(status: 200, body: #"{"evaluations":[{"decision":true}]}"#))
        await #expect { try await ServiceClient.scripted(transport).evaluate([Self.question, Self.question], tenant: "acme") } throws: {
            error in
            guard case .invalidResponse? = error as? ClientError else { return false }
            return true
        }
    }

    @Test func `a list is read to its end`() async throws {
        let transport = ScriptedTransport(
            .answer(status: 200, body: #"{"items":[\#(Self.tenant)],"next":"c d"}"#),
            .answer(status: 200, body: #"{"items":[\#(Self.tenant)]}"#))
        #expect(try await ServiceClient.scripted(transport).tenants().count == 2)
        #expect(transport.requests.last?.url == "http://cardea.test/api/v1/tenants?after=c%20d")
    }
}

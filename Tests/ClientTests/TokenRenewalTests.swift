import API
import Client
import Foundation
import HTTPTypes
import Synchronization
import Testing

@Suite struct `Token renewal` {
    static let credential = Credential.clientCredentials(
        ClientCredentials(
            tenant: "acme", clientID: "gate way", clientSecret: SecretText("s:%"), scopes: ["access:evaluate", "servers:read"]))

    static func token(_ name: String) -> ScriptedTransport.Step {
        .answer(status: 200, body: #"{"access_token":"\#(name)","token_type":"Bearer","expires_in":300}"#)
    }

    static let decision = ScriptedTransport.Step.answer(status: 200, body: #"{"decision":true}"#)

    @Test func `one token serves until shortly before its end`() async throws {
        let transport = ScriptedTransport(Self.token("one"), Self.decision, Self.decision, Self.token("two"), Self.decision)
        let seconds = Mutex(0.0)
        let client = try ServiceClient.scripted(transport, credential: Self.credential) {
            Date(timeIntervalSince1970: seconds.withLock { $0 })
        }
        for time in [0.0, 279, 281] {
            seconds.withLock { $0 = time }
            _ = try await client.evaluate(`The service's client`.question, tenant: "acme")
        }
        let authorizations = transport.requests.filter { $0.url.hasSuffix("evaluation") }.map { $0.headers[.authorization] }
        #expect(authorizations == ["Bearer one", "Bearer one", "Bearer two"])
    }

    @Test func `id and secret are encoded before they are joined`() async throws {
        let transport = ScriptedTransport(Self.token("one"))
        try await ServiceClient.scripted(transport, credential: Self.credential).authenticate()
        let request = try #require(transport.requests.first)
        #expect(request.url == "http://cardea.test/t/acme/token")
        #expect(request.headers[.authorization] == "Basic " + Data("gate%20way:s%3A%25".utf8).base64EncodedString())
        let form = "grant_type=client_credentials&scope=access%3Aevaluate%20servers%3Aread"
        #expect(request.body == Array(form.utf8))
    }

    @Test func `a refused token is replaced once`() async throws {
        let refusal = ScriptedTransport.Step.answer(status: 401, body: #"{"error":"invalid_token"}"#)
        let transport = ScriptedTransport(Self.token("one"), refusal, Self.token("two"), refusal)
        let client = try ServiceClient.scripted(transport, credential: Self.credential)
        await #expect(throws: ClientError.oauth(error: "invalid_token", description: nil, status: 401)) {
            try await client.evaluate(`The service's client`.question, tenant: "acme")
        }
        #expect(transport.requests.count == 4)
    }

    @Test func `many questions at once fetch one token`() async throws {
        let transport = ScriptedTransport(Self.token("one"))
        let client = try ServiceClient.scripted(transport, credential: Self.credential)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask { try? await client.authenticate() }
            }
        }
        #expect(transport.requests.count == 1)
    }

    @Test func `a fetch that failed is tried again by the next question`() async throws {
        let transport = ScriptedTransport(.answer(status: 503, body: "{}"), Self.token("one"))
        let client = try ServiceClient.scripted(transport, credential: Self.credential)
        await #expect(throws: ClientError.self) { try await client.authenticate() }
        try await client.authenticate()
        #expect(transport.requests.count == 2)
    }
}

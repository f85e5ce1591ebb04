import API
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import Permissions
import Store
import Testing
import Tokens

@testable import Server

/// A question that costs more than a thread of many connections may spend is answered by the framework, over the same connection.
@Suite struct HandingOnTests {
    private static let path = "/t/acme/access/v1/evaluation"

    private static func question(_ user: String, _ document: String) -> String {
        """
        {"subject":{"type":"user","id":"\(user)"},"action":{"name":"can_view"},"resource":{"type":"document","id":"\(document)"}}
        """
    }

    /// A document seen by a group that holds a group that holds a group, further than the front goes, and one seen at once.
    private func run(_ body: @Sendable (TestService, String) async throws -> Void) async throws {
        try await TestService.run { service in
            let token = try await service.createTenantWithEnforcementPoint()
            let source = String(decoding: try Wire.encode(["source": QuestionFixture.model]), as: UTF8.self)
            let written = try await service.send(.put, "/api/v1/tenants/acme/model", source, as: service.key)
            try #require(written.status == 200, "\(written.text)")
            let length = CheckLimits.workAtOnce + 5_000
            let importer = service.site.authority.store.importer(try TenantID("acme"))
            let chain = try (0..<length).map { try Relationship(parsing: "group:g\($0)#member@group:g\($0 + 1)#member") }
            for start in stride(from: 0, to: length, by: 5_000) {
                try await importer.append(Array(chain[start..<min(start + 5_000, length)]), at: service.site.authority.clock())
            }
            try await importer.finish(at: service.site.authority.clock())
            try await service.grant(
                "document:deep#viewer@group:g0#member", "group:g\(length)#member@user:anne", "document:near#viewer@user:anne")
            try await body(service, token)
        }
    }

    private static func hot(_ body: String, bearer: String) -> HotRequest? {
        let text =
            "POST \(path) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(bearer)\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        return HotRequest(text)
    }

    @Test func `what needs more work than the front may do is answered rightly over HTTP, and recorded once`() async throws {
        try await run { service, token in
            let listener = ServerListener(address: try ListenAddress(parsing: "127.0.0.1:0"))
            let application = listener.application(service.site.entrance, logger: Logger(label: "test"), front: service.site.front)
            try await application.test(.live) { server in
                try await PatientClient.on(server.port) { client in
                    func ask(_ user: String, _ document: String, _ id: String) async throws -> TestAnswer {
                        var headers: HTTPFields = [.authorization: "Bearer \(token)", .contentType: "application/json"]
                        headers.set(HeaderNames.requestID, id)
                        return try await client.execute(
                            uri: Self.path, method: .post, headers: headers, body: ByteBuffer(string: Self.question(user, document)))
                    }
                    // The first answer makes the token one that is remembered, so that only the work is left to decide who answers.
                    #expect(try await ask("anne", "near", "near-1").json["decision"] == true)
                    let near = try #require(Self.hot(Self.question("anne", "near"), bearer: token))
                    #expect(service.site.front.desk.answer(near) != nil)
                    // Bob is in no group, which is seen from his end at once.
                    let deep = try #require(Self.hot(Self.question("anne", "deep"), bearer: token))
                    #expect(service.site.front.desk.answer(deep) == nil, "the front has to leave this question to the framework")

                    let allowed = try await ask("anne", "deep", "deep-allowed")
                    #expect(allowed.status == 200)
                    #expect(allowed.json["decision"] == true, "\(allowed.text)")
                    let denied = try await ask("bob", "deep", "deep-denied")
                    #expect(denied.json["decision"] == false)
                    #expect(denied.json["context"]?["reason"]?["code"]?.string == "denied", "\(denied.text)")
                    // The connection goes on to serve what the front answers.
                    #expect(try await ask("anne", "near", "near-2").json["decision"] == true)
                }
            }
            for (id, outcome) in [("deep-allowed", "allowed"), ("deep-denied", "denied"), ("near-2", "allowed")] {
                let page = try await service.get("/api/v1/tenants/acme/audit?kind=decision&request_id=\(id)")
                #expect(page.json["events"]?.elements.map { $0["outcome"]?.string } == [outcome], "\(id)")
            }
        }
    }
}

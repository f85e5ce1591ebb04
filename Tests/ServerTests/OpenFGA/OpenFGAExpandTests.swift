import API
import Testing

@testable import Server

@Suite struct OpenFGAExpandTests {
    private func run(_ body: @Sendable (TestService, String) async throws -> Void) async throws {
        try await QuestionFixture.run { service in
            let stores = try await service.get("/stores")
            let store = try #require(stores.json["stores"]?.elements.first?["id"]?.string)
            try await body(service, "/stores/\(store)/expand")
        }
    }

    private static func question(_ tuple: String) -> String {
        """
        {"tuple_key":{"relation":"owner","object":"document:plan"},"contextual_tuples":{"tuple_keys":[\(tuple)]}}
        """
    }

    @Test func `contextual tuples are in the tree, and it is in the audit`() async throws {
        try await run { service, path in
            let plain = try await service.post(path, Self.question(""))
            #expect(plain.status == 200, "\(plain.text)")
            #expect(plain.text.contains("user:carl"))
            #expect(!plain.text.contains("user:zoe"))
            let overlaid = try await service.post(
                path, Self.question(#"{"user":"user:zoe","relation":"owner","object":"document:plan"}"#))
            #expect(overlaid.text.contains("user:zoe"), "\(overlaid.text)")
            let audit = try await service.get(QuestionFixture.path + "/audit?kind=decision&limit=1")
            #expect(audit.json["events"]?.elements.first?["action"] == "expand:owner", "\(audit.text)")
        }
    }

    @Test(arguments: [
        #"{"user":"zoe","relation":"owner","object":"document:plan"}"#, #"{"user":"user:zoe","object":"document:plan"}"#,
        #"{"user":"group:eng","relation":"owner","object":"document:plan"}"#, "7",
    ])
    func `a contextual tuple that is none is an error, not left out`(tuple: String) async throws {
        try await run { service, path in
            let answer = try await service.post(path, Self.question(tuple))
            #expect(answer.status == 400, "\(answer.text)")
        }
    }
}

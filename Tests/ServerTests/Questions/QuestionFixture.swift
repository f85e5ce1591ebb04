import API
import HTTPTypes
import Testing

/// A tenant with documents, groups, a block list and a condition.
enum QuestionFixture {
    static let model = """
        model
          schema 1.1
        type user
        type agent
        type group
          relations
            define member: [user, group#member]
        type document
          relations
            define owner: [user]
            define blocked: [user]
            define viewer: [user, user:*, group#member, user with in_office]
            define can_view: (viewer or owner) but not blocked
            define can_view_for_user: [agent]
            define can_share: owner and viewer
        condition in_office(place: string) {
          place == "office"
        }
        """

    static let path = "/api/v1/tenants/acme"

    static func run(_ body: @Sendable (TestService) async throws -> Void) async throws {
        try await TestService.run { service in
            try await service.createTenant()
            let source = String(decoding: try Wire.encode(["source": model]), as: UTF8.self)
            let written = try await service.send(.put, path + "/model", source, as: service.key)
            try #require(written.status == 200, "\(written.text)")
            try await service.grant(
                "document:plan#viewer@group:eng#member", "group:eng#member@user:anne", "group:eng#member@user:bob",
                "document:plan#blocked@user:bob", "document:plan#owner@user:carl", "document:open#viewer@user:*",
                "document:open#blocked@user:bob", "document:plan#can_view_for_user@agent:helper")
            let conditional = """
                {"touch":[{"object":"document:desk","relation":"viewer","subject":"user:anne","condition":{"name":"in_office"}}]}
                """
            let granted = try await service.post(path + "/relationships", conditional)
            try #require(granted.status == 200, "\(granted.text)")
            try await body(service)
        }
    }
}

extension TestService {
    func ask(_ path: String, _ body: String) async throws -> TestAnswer {
        try await post(QuestionFixture.path + path, body)
    }
}

extension JSONValue {
    var strings: [String] { elements.compactMap(\.string) }
}

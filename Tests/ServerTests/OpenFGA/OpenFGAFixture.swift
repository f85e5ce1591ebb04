import API
import Foundation
import HTTPTypes
import Permissions
import Store
import Testing

@testable import Server

/// One store with documents, written through the interface itself.
struct OpenFGAFixture: Sendable {
    let service: TestService
    let id: String
    let tenant: TenantID
    let model: String

    static let model = """
        model
          schema 1.1
        type user
        type group
          relations
            define member: [user]
        type document
          relations
            define owner: [user]
            define blocked: [user]
            define viewer: [user, user:*, group#member]
            define can_view: viewer but not blocked
        """

    static func run(_ body: @Sendable (OpenFGAFixture) async throws -> Void) async throws {
        try await TestService.run { service in
            try await service.createTenant()
            let stores = try await service.get("/stores")
            let id = try #require(stores.json["stores"]?.elements.first?["id"]?.string)
            let model = try await write(model: model, to: id, service)
            try await body(OpenFGAFixture(service: service, id: id, tenant: TenantID("acme"), model: model))
        }
    }

    /// Answers the id of the model.
    static func write(model text: String, to store: String, _ service: TestService) async throws -> String {
        let answer = try await service.post("/stores/\(store)/authorization-models", try Model(parsing: text).jsonText())
        try #require(answer.status == 201, "\(answer.text)")
        return try #require(answer.json["authorization_model_id"]?.string)
    }

    func ask(_ path: String, _ body: String, as credential: String? = nil) async throws -> TestAnswer {
        try await service.post("/stores/\(id)/\(path)", body, as: credential)
    }

    func get(_ path: String, as credential: String? = nil) async throws -> TestAnswer {
        try await service.get("/stores/\(id)/\(path)", as: credential)
    }

    /// Past the interface: many at once, at a time of their own.
    func insert(_ relationships: [String], at time: Date = Date()) async throws {
        let changes = try relationships.map { RelationshipChange.touch(try Relationship(parsing: $0)) }
        for start in stride(from: 0, to: changes.count, by: 1_000) {
            _ = try await service.site.authority.store.write(
                tenant, Array(changes[start..<min(start + 1_000, changes.count)]), at: time)
        }
    }

    static func tuple(_ user: String, _ relation: String, _ object: String) -> String {
        "{\"user\":\"\(user)\",\"relation\":\"\(relation)\",\"object\":\"\(object)\"}"
    }
}

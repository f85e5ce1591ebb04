import API
import Foundation
import HTTPTypes
import Permissions
import Testing

@testable import Server

@Suite struct ModelTests {
    private static let path = QuestionFixture.path + "/model"

    private func write(
        _ service: TestService, _ source: String, removing: Bool? = nil, ifRevision: UInt64? = nil
    ) async throws -> TestAnswer {
        let body = String(
            decoding: try Wire.encode(ModelSource(source: source, removing: removing, ifRevision: ifRevision)), as: UTF8.self)
        return try await service.send(.put, Self.path, body, as: service.key)
    }

    @Test func `a model has two forms, and each of them can be written`() async throws {
        try await QuestionFixture.run { service in
            let json = try await service.get(Self.path + "?format=json")
            let text = try #require(json.json["source"]?.string)
            #expect(text.hasPrefix("{"))
            let written = try await write(service, text)
            #expect(written.status == 200, "\(written.text)")
            #expect(written.json["id"]?.string == "3")
            #expect(written.json["removed_count"] == 0)
            let dsl = try await service.get(Self.path + "?format=dsl")
            #expect(dsl.json["source"]?.string?.contains("define can_view: (viewer or owner) but not blocked") == true, "\(dsl.text)")
            let check = try await service.ask("/check", #"{"subject":"user:anne","action":"can_view","resource":"document:plan"}"#)
            #expect(check.json["allowed"] == true)
            #expect(try await service.get(Self.path + "?format=xml").code == "invalid_request")
        }
    }

    @Test func `a model made of modules keeps the module of everything`() async throws {
        try await QuestionFixture.run { service in
            let modules = try Model(modules: [
                ModuleFile(
                    name: "core.fga", text: "module core\n\ntype user\ntype group\n  relations\n    define member: [user, group#member]\n"),
                ModuleFile(name: "wiki.fga", text: "module wiki\n\ntype page\n  relations\n    define owner: [user]\n"),
            ])
            let written = try await write(service, modules.source, removing: true)
            #expect(written.status == 200, "\(written.text)")
            let shown = try await service.get(Self.path + "?format=json")
            let source = try #require(shown.json["source"]?.string)
            #expect(try Model(parsingEither: source).moduleNames == ["core", "wiki"])
            try await service.grant("page:home#owner@user:anne")
            let check = try await service.ask("/check", #"{"subject":"user:anne","action":"owner","resource":"page:home"}"#)
            #expect(check.json["allowed"] == true, "\(check.text)")
        }
    }

    @Test func `models of the past are listed and shown`() async throws {
        try await QuestionFixture.run { service in
            let list = try await service.get(QuestionFixture.path + "/models")
            #expect(list.json["items"]?.elements.compactMap { $0["id"]?.string } == ["2", "1"])
            let first = try await service.get(QuestionFixture.path + "/models/1")
            #expect(first.json["source"]?.string?.contains("type tool") == true)
            #expect(try await service.get(QuestionFixture.path + "/models/99").status == 404)
            #expect(try await service.get(QuestionFixture.path + "/models/01").status == 404)
            #expect(try await service.get(QuestionFixture.path + "/models?after=x").code == "invalid_cursor")
            try await service.createTenant("other")
            let next = try await service.get(QuestionFixture.path + "/models?limit=1").json["next"]?.string
            let after = percentEncoded(segment: try #require(next))
            #expect(try await service.get(QuestionFixture.path + "/models?after=\(after)").json["items"]?.elements.count == 1)
            let foreign = try await service.get("/api/v1/tenants/other/models?after=\(after)")
            #expect(foreign.code == "invalid_cursor")
        }
    }

    @Test func `relationships in the way are named, or removed when that is asked for`() async throws {
        try await QuestionFixture.run { service in
            let narrow = QuestionFixture.model.replacing("define owner: [user]", with: "define owner: [agent]")
            let refused = try await write(service, narrow)
            #expect(refused.status == 409)
            #expect(refused.code == "model_conflict")
            #expect(refused.json["conflicts"]?.strings == ["document:plan#owner@user:carl"])
            #expect(refused.json["conflict_count"] == 1)
            let written = try await write(service, narrow, removing: true)
            #expect(written.status == 200, "\(written.text)")
            #expect(written.json["removed"]?.strings == ["document:plan#owner@user:carl"])
            #expect(written.json["removed_count"] == 1)
            let list = try await service.get(QuestionFixture.path + "/relationships?subject=user%3Acarl")
            #expect(list.json["items"]?.elements.isEmpty == true)
            #expect(list.json["revision"] == written.json["revision"])
        }
    }

    @Test func `validation names the relationships in the way of a model and changes nothing`() async throws {
        try await QuestionFixture.run { service in
            let many = (0..<30).map { "document:d\($0)#owner@user:carl" }
            try await service.grant(contentsOf: many)
            let narrow = QuestionFixture.model.replacing("define owner: [user]", with: "define owner: [agent]")
            let before = try await service.get(QuestionFixture.path + "/relationships")
            let body = String(decoding: try Wire.encode(ModelSource(source: narrow)), as: UTF8.self)
            let found = try await service.ask("/model/validate?limit=20", body)
            #expect(found.status == 200, "\(found.text)")
            #expect(found.json["valid"] == true)
            #expect(found.json["conflict_count"] == 31)
            let expected = (many + ["document:plan#owner@user:carl"]).sorted()
            #expect(found.json["conflicts"]?.strings == Array(expected.prefix(20)))
            let next = try #require(found.json["next"]?.string?.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            let rest = try await service.ask("/model/validate?after=\(next)", body)
            #expect(rest.json["conflicts"]?.strings == Array(expected.dropFirst(20)))
            #expect(rest.json["conflict_count"] == 31)
            #expect(rest.json["next"] == nil)
            #expect(try await service.ask("/model/validate", body).json["conflicts"]?.strings == expected)
            #expect(try await service.ask("/model/validate?after=x", body).code == "invalid_cursor")
            #expect(try await service.ask("/model/validate?limit=0", body).code == "invalid_request")
            #expect(found.json["revision"] == before.json["revision"])
            #expect(try await service.get(QuestionFixture.path + "/relationships").text == before.text)
            #expect(try await service.get(QuestionFixture.path + "/models").json["items"]?.elements.count == 2)
            let refused = try await write(service, narrow)
            #expect(refused.json["conflicts"] == found.json["conflicts"])
        }
    }

    @Test func `a model that was planned is not written when something has changed since`() async throws {
        try await QuestionFixture.run { service in
            let narrow = QuestionFixture.model.replacing("define owner: [user]", with: "define owner: [agent]")
            let body = String(decoding: try Wire.encode(ModelSource(source: narrow)), as: UTF8.self)
            guard case .integer(let planned)? = try await service.ask("/model/validate", body).json["revision"] else {
                throw CheckTests.Missing()
            }
            try await service.grant("document:late#owner@user:anne")
            let refused = try await write(service, narrow, removing: true, ifRevision: UInt64(planned))
            #expect(refused.status == 409)
            #expect(refused.code == "revision_changed")
            #expect(try await service.get(QuestionFixture.path + "/models").json["items"]?.elements.count == 2)
            let written = try await write(service, narrow, removing: true, ifRevision: UInt64(planned) + 1)
            #expect(written.status == 200, "\(written.text)")
            #expect(written.json["removed_count"] == 2)
        }
    }

    @Test func `validation of a model that fits names nothing`() async throws {
        try await QuestionFixture.run { service in
            let body = String(decoding: try Wire.encode(ModelSource(source: QuestionFixture.model)), as: UTF8.self)
            let found = try await service.ask("/model/validate", body)
            #expect(found.json["valid"] == true)
            #expect(found.json["conflict_count"] == 0)
            #expect(found.json["conflicts"]?.strings == [])
            #expect(try await service.ask("/model/validate", #"{"source":"{"}"#).json["conflict_count"] == nil)
        }
    }

    @Test func `a JSON model that is wrong is told as one`() async throws {
        try await QuestionFixture.run { service in
            let refused = try await write(service, #"{"schema_version":"1.1","type_definitions":[{"type":"a b"}]}"#)
            #expect(refused.status == 422)
            #expect(refused.code == "invalid_model")
            let validated = try await service.ask("/model/validate", #"{"source":"{"}"#)
            #expect(validated.json["valid"] == false)
        }
    }
}

import API
import Foundation
import HTTPTypes
import Testing

/// The decisions that every implementation of AuthZEN's interoperability scenario has to give, over HTTP.
struct AuthZENSuiteTests {
    /// The scenario's rules with what its policy keeps elsewhere, roles and owners, as relationships.
    private static let model = """
        model
          schema 1.1
        type role
          relations
            define member: [user]
        type user
          relations
            define can_read_user: [user:*]
        type todo
          relations
            define owner: [user]
            define editor: [role#member]
            define evil_genius: [role#member]
            define admin: [role#member]
            define own: editor and owner
            define can_read_todos: [user:*]
            define can_create_todo: editor or admin
            define can_update_todo: own or evil_genius
            define can_delete_todo: own or admin
        """

    /// How the drafts call the five people: by address, and later by an identifier of the identity provider.
    private static let people = [
        ("rick@the-citadel.com", "CiRmZDA2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs", ["admin", "evil_genius"]),
        ("morty@the-citadel.com", "CiRmZDE2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs", ["editor"]),
        ("summer@the-smiths.com", "CiRmZDI2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs", ["editor"]),
        ("beth@the-smiths.com", "CiRmZDM2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs", ["viewer"]),
        ("jerry@the-smiths.com", "CiRmZDQ2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs", ["viewer"]),
    ]

    private static func relationships(_ suite: JSONValue) -> Set<String> {
        var found: Set<String> = []
        var resources: [JSONValue] = (suite["evaluation"]?.elements ?? []).compactMap { $0["request"]?["resource"] }
        for batch in suite["evaluations"]?.elements ?? [] {
            resources += (batch["request"]?["evaluations"]?.elements ?? []).compactMap { $0["resource"] }
        }
        for (address, identifier, roles) in people {
            for role in roles { found.formUnion(["role:\(role)#member@user:\(address)", "role:\(role)#member@user:\(identifier)"]) }
        }
        for resource in resources {
            let object = "\(resource["type"]?.string ?? ""):\(resource["id"]?.string ?? "")"
            guard resource["type"]?.string == "todo" else {
                found.insert("\(object)#can_read_user@user:*")
                continue
            }
            found.insert("\(object)#can_read_todos@user:*")
            for role in ["editor", "evil_genius", "admin"] { found.insert("\(object)#\(role)@role:\(role)#member") }
            let owner = resource["properties"]?["ownerID"]?.string ?? resource["ownerID"]?.string
            for (address, identifier, _) in people where address == owner {
                found.formUnion(["\(object)#owner@user:\(address)", "\(object)#owner@user:\(identifier)"])
            }
        }
        return found
    }

    @Test(arguments: ["00", "01", "02"])
    func `every decision of the scenario is given`(draft: String) async throws {
        guard let suite = try PublicSuite.json("authzen/decisions-authorization-api-1_0-\(draft).json") else { return }
        try await TestService.run { service in
            let token = try await service.createTenantWithEnforcementPoint()
            let model = try await service.send(
                .put, "/api/v1/tenants/acme/model", String(decoding: try Wire.encode(["source": Self.model]), as: UTF8.self),
                as: service.key)
            try #require(model.status == 200, "\(model.text)")
            let list = String(decoding: try Wire.encode(["touch": Self.relationships(suite).sorted()]), as: UTF8.self)
            let written = try await service.post("/api/v1/tenants/acme/relationships", list)
            try #require(written.status == 200, "\(written.text)")
            var passed = 0
            let evaluations = suite["evaluation"]?.elements ?? []
            for (number, item) in evaluations.enumerated() {
                let answer = try await service.post(
                    "/t/acme/access/v1/evaluation", String(decoding: try Wire.encode(item["request"]), as: UTF8.self), as: token)
                #expect(answer.json["decision"] == item["expected"], "\(number): \(item)")
                if answer.json["decision"] == item["expected"] { passed += 1 }
            }
            let batches = suite["evaluations"]?.elements ?? []
            for item in batches {
                let answer = try await service.post(
                    "/t/acme/access/v1/evaluations", String(decoding: try Wire.encode(item["request"]), as: UTF8.self), as: token)
                let found = (answer.json["evaluations"]?.elements ?? []).map { JSONValue.object(["decision": $0["decision"] ?? .null]) }
                #expect(JSONValue.array(found) == item["expected"], "\(item)")
                if JSONValue.array(found) == item["expected"] { passed += 1 }
            }
            print("authzen draft \(draft) over HTTP: \(passed) of \(evaluations.count + batches.count) passed")
            #expect(passed == evaluations.count + batches.count && passed >= 40)
        }
    }
}

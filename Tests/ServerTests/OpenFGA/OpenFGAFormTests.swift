import API
import HTTPTypes
import Testing

@testable import Server

/// What clients of OpenFGA send and expect besides the questions themselves: spellings, sizes, errors.
@Suite struct OpenFGAFormTests {
    private static let viewer = OpenFGAFixture.tuple("user:anne", "viewer", "document:plan")

    @Test func `every path below stores answers in OpenFGA's form, also where there is nothing`() async throws {
        try await OpenFGAFixture.run { store in
            for (method, path) in [
                (HTTPRequest.Method.get, "/stores/\(store.id)/nothing"), (.post, "/stores/\(store.id)/nothing/here"),
                (.patch, "/stores/\(store.id)"), (.get, "/stores/\(store.id)/check"), (.put, "/stores"),
            ] {
                let answer = try await store.service.send(method, path, as: store.service.key)
                #expect(answer.status == 404 && answer.code == "undefined_endpoint", "\(method) \(path): \(answer.text)")
                #expect(answer.header("Content-Type") == "application/json")
                #expect(answer.json["message"]?.string?.isEmpty == false)
            }
            let elsewhere = try await store.service.get("/storeshed")
            #expect(elsewhere.header("Content-Type") == "application/problem+json")
        }
    }

    @Test func `an error that nobody expected is an internal error in OpenFGA's form`() {
        struct Surprise: Error {}
        #expect(OpenFGAError(any: Surprise()).code == .internalError)
        #expect(OpenFGAError(any: Surprise()).code.status == .internalServerError)
    }

    @Test func `an access token may ask, and is told that it may do no more`() async throws {
        try await TestService.run { service in
            let token = try await service.createTenantWithEnforcementPoint()
            let stores = try await service.get("/stores")
            let store = try #require(stores.json["stores"]?.elements.first?["id"]?.string)
            #expect(try await service.get("/stores/\(store)", as: token).status == 200)
            for (method, path) in [
                (HTTPRequest.Method.post, "/stores/\(store)/write"), (.post, "/stores/\(store)/read"),
                (.get, "/stores/\(store)/changes"), (.get, "/stores"), (.post, "/stores"),
            ] {
                let refused = try await service.send(method, path, "{}", as: token)
                #expect(refused.status == 403 && refused.code == "forbidden", "\(method) \(path): \(refused.text)")
                let worthless = try await service.send(method, path, "{}", as: token + "x")
                #expect(worthless.status == 401 && worthless.code == "unauthenticated", "\(method) \(path): \(worthless.text)")
            }
        }
    }

    @Test(arguments: ["abc", "0", "101", "1.5"])
    func `a page size that is none is refused everywhere`(size: String) async throws {
        try await OpenFGAFixture.run { store in
            for path in ["/stores", "/stores/\(store.id)/authorization-models", "/stores/\(store.id)/changes"] {
                let answer = try await store.service.get("\(path)?page_size=\(size)")
                #expect(answer.status == 400 && answer.code == "page_size_invalid", "\(path): \(answer.text)")
            }
        }
    }

    @Test func `a query parameter that is not known is ignored, and known ones have two spellings`() async throws {
        try await OpenFGAFixture.run { store in
            #expect(try await store.service.get("/stores?colour=blue").status == 200)
            let one = try await store.get("authorization-models?pageSize=1&colour=blue")
            #expect(one.json["authorization_models"]?.elements.count == 1, "\(one.text)")
            #expect(try await store.get("authorization-models?pageSize=1&page_size=1").code == "validation_error")
        }
    }

    @Test func `members may be spelled in camel case, and numbers may be strings`() async throws {
        try await OpenFGAFixture.run { store in
            let written = try await store.ask(
                "write",
                "{\"writes\":{\"tupleKeys\":[\(Self.viewer)],\"onDuplicate\":\"ignore\"},\"authorizationModelId\":\"\(store.model)\"}")
            #expect(written.status == 200, "\(written.text)")
            let bob = OpenFGAFixture.tuple("user:bob", "viewer", "document:plan")
            let check = try await store.ask("check", "{\"tupleKey\":\(bob),\"contextualTuples\":{\"tupleKeys\":[\(bob)]}}")
            #expect(check.json["allowed"] == true, "\(check.text)")
            let page = try await store.ask("read", "{\"pageSize\":\"10\"}")
            #expect(page.json["tuples"]?.elements.count == 1, "\(page.text)")
            #expect(try await store.ask("read", "{\"page_size\":\"ten\"}").code == "validation_error")
            #expect(try await store.ask("read", "{\"page_size\":0}").code == "page_size_invalid")
            let twice = try await store.ask("check", "{\"tupleKey\":\(bob),\"tuple_key\":\(bob)}")
            #expect(twice.status == 400 && twice.code == "validation_error", "\(twice.text)")
        }
    }

    @Test func `the service says that it serves, as OpenFGA does`() async throws {
        try await TestService.run { service in
            let answer = try await service.send(.get, "/healthz", as: nil)
            #expect(answer.status == 200 && answer.json == .object(["status": "SERVING"]))
        }
    }

    @Test func `a store is not deleted, which OpenFGA's clients are told as not found`() async throws {
        try await OpenFGAFixture.run { store in
            let answer = try await store.service.send(.delete, "/stores/\(store.id)", as: store.service.key)
            #expect(answer.status == 404 && answer.code == "unimplemented")
            #expect(try await store.service.get("/stores/\(store.id)").status == 200)
        }
    }
}

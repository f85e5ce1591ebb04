import API
import Foundation
import Permissions
import Testing

/// OpenFGA's own matrices over its HTTP interface: every check, list-objects (plain and streamed) and list-users assertion, with
/// stored relationships and, for tests of one stage, with the same as contextual ones.
@Suite(.serialized) struct OpenFGASuiteTests {
    private struct Store: Sendable {
        let service: TestService
        let id: String
        var model = ""

        func ask(_ path: String, _ body: JSONValue) async throws -> TestAnswer {
            try await service.post("/stores/\(id)/\(path)", String(decoding: try Wire.encode(body), as: UTF8.self))
        }

        mutating func write(model text: String) async throws {
            let answer = try await service.post("/stores/\(id)/authorization-models", try Model(parsing: text).jsonText())
            try #require(answer.status == 201, "\(answer.text)")
            model = try #require(answer.json["authorization_model_id"]?.string)
        }

        func write(_ tuples: [JSONValue]) async throws {
            for start in stride(from: 0, to: tuples.count, by: 40) {
                let part = Array(tuples[start..<min(start + 40, tuples.count)])
                let answer = try await ask(
                    "write", .object(["writes": .object(["tuple_keys": .array(part)]), "authorization_model_id": .string(model)]))
                try #require(answer.status == 200, "\(answer.text)")
            }
        }
    }

    private struct Tally {
        var passed = 0
        var asked = 0

        mutating func expect(_ found: String, _ expected: String, _ what: String) {
            asked += 1
            if found == expected { passed += 1 }
            #expect(found == expected, "\(what)")
        }
    }

    @Test(arguments: ["openfga/consolidated.json", "openfga/abac.json"])
    func `every assertion has the expected answer over HTTP`(path: String) async throws {
        guard let suite = try PublicSuite.json(path) else { return }
        try await TestService.run { service in
            var tallies: [String: Tally] = [:]
            for (number, test) in (suite["tests"]?.elements ?? []).enumerated() {
                let stages = test["stages"]?.elements ?? []
                for contextually in stages.count == 1 ? [false, true] : [false] {
                    let answer = try await service.post("/stores", "{\"name\":\"suite \(number) \(contextually)\"}")
                    var store = Store(service: service, id: try #require(answer.json["id"]?.string))
                    for stage in stages {
                        try await store.write(model: stage["model"]?.string ?? "")
                        let tuples = stage["tuples"]?.elements ?? []
                        if !contextually { try await store.write(tuples) }
                        try await run(stage, store, contextual: contextually ? tuples : [], name: test["name"]?.string ?? "", &tallies)
                    }
                }
            }
            for (name, tally) in tallies.sorted(by: { $0.key < $1.key }) {
                print("\(path) over HTTP: \(name) \(tally.passed) of \(tally.asked) passed")
            }
            #expect(tallies.count == 4)
        }
    }

    private func run(
        _ stage: JSONValue, _ store: Store, contextual: [JSONValue], name: String, _ tallies: inout [String: Tally]
    ) async throws {
        for assertion in stage["checkAssertions"]?.elements ?? [] {
            let answer = try await store.ask("check", body(assertion, store, contextual, ["tuple_key": assertion["tuple"] ?? .null]))
            let found = answer.status == 200 ? answer.json["allowed"] == true ? "true" : "false" : answer.code ?? answer.text
            let expected = Self.error(assertion) ?? (assertion["expectation"] == true ? "true" : "false")
            tallies["check", default: Tally()].expect(found, expected, "\(name): \(assertion)")
        }
        for assertion in stage["listObjectsAssertions"]?.elements ?? [] {
            let request = assertion["request"] ?? .null
            let question = body(
                assertion, store, contextual,
                ["user": request["user"] ?? .null, "relation": request["relation"] ?? .null, "type": request["type"] ?? .null])
            let expected = Self.error(assertion) ?? Self.list(assertion["expectation"]?.elements.compactMap(\.string) ?? [])
            let plain = try await store.ask("list-objects", question)
            let objects = plain.json["objects"]?.elements.compactMap(\.string) ?? []
            tallies["list-objects", default: Tally()].expect(
                plain.status == 200 ? Self.list(objects) : plain.code ?? "", expected, "\(name): \(assertion)")
            let streamed = try await store.ask("streamed-list-objects", question)
            let lines = try streamed.text.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
            let found = lines.compactMap { $0["result"]?["object"]?.string }
            tallies["streamed-list-objects", default: Tally()].expect(
                streamed.status == 200 ? Self.list(found) : streamed.code ?? "", expected, "\(name): \(assertion)")
        }
        for assertion in stage["listUsersAssertions"]?.elements ?? [] {
            let request = assertion["request"] ?? .null
            let object = (request["object"]?.string ?? "").split(separator: ":", maxSplits: 1).map(String.init)
            let filters = (request["filters"]?.elements ?? []).compactMap(\.string).map { text -> JSONValue in
                let parts = text.split(separator: "#").map(String.init)
                return parts.count > 1
                    ? .object(["type": .string(parts[0]), "relation": .string(parts[1])]) : .object(["type": .string(parts[0])])
            }
            var question = body(
                assertion, store, contextual,
                [
                    "object": .object(["type": .string(object.first ?? ""), "id": .string(object.last ?? "")]),
                    "relation": request["relation"] ?? .null, "user_filters": .array(filters),
                ])
            // A plain list here, as OpenFGA has it.
            if case .object(var members) = question {
                members["contextual_tuples"] = members["contextual_tuples"]?["tuple_keys"]
                question = .object(members)
            }
            let answer = try await store.ask("list-users", question)
            let found = (answer.json["users"]?.elements ?? []).map(Self.user)
            let expected = Self.error(assertion) ?? Self.list(assertion["expectation"]?.elements.compactMap(\.string) ?? [])
            tallies["list-users", default: Tally()].expect(
                answer.status == 200 ? Self.list(found) : answer.code ?? "", expected, "\(name): \(assertion)")
        }
    }

    private func body(_ assertion: JSONValue, _ store: Store, _ contextual: [JSONValue], _ members: [String: JSONValue]) -> JSONValue {
        var members = members
        members["authorization_model_id"] = .string(store.model)
        members["contextual_tuples"] = .object(["tuple_keys": .array(contextual + (assertion["contextualTuples"]?.elements ?? []))])
        if let context = assertion["context"] { members["context"] = Self.withTextForInfinity(context) }
        return .object(members)
    }

    /// JSON has no infinity; OpenFGA's clients send its name.
    private static func withTextForInfinity(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            if let text = members["$float"]?.string { return .string(text) }
            return .object(members.mapValues(withTextForInfinity))
        case .array(let elements): return .array(elements.map(withTextForInfinity))
        default: return value
        }
    }

    private static func list(_ names: [String]) -> String { Set(names).sorted().joined(separator: " ") }

    private static func user(_ json: JSONValue) -> String {
        func text(_ json: JSONValue) -> String { "\(json["type"]?.string ?? ""):\(json["id"]?.string ?? "")" }
        if let wildcard = json["wildcard"] { return "\(wildcard["type"]?.string ?? ""):*" }
        if let userset = json["userset"] { return "\(text(userset))#\(userset["relation"]?.string ?? "")" }
        return text(json["object"] ?? .null)
    }

    private static func error(_ assertion: JSONValue) -> String? {
        guard case .integer(let number)? = assertion["errorCode"] else { return nil }
        return [
            2000: "validation_error", 2002: "authorization_model_resolution_too_complex", 2021: "type_not_found",
            2022: "relation_not_found",
            2027: "invalid_tuple",
        ][number] ?? "unknown number \(number)"
    }
}

/// The public suites, read from `CARDEA_CONFORMANCE` or from `../shared/conformance` beside the repository.
enum PublicSuite {
    static func json(_ path: String) throws -> JSONValue? {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["CARDEA_CONFORMANCE"].map { URL(fileURLWithPath: $0, isDirectory: true) }
        let folder = named ?? root.deletingLastPathComponent().appendingPathComponent("shared/conformance", isDirectory: true)
        guard FileManager.default.fileExists(atPath: folder.path) else {
            print("skipped: \(path), because neither CARDEA_CONFORMANCE nor ../shared/conformance exists")
            return nil
        }
        return try JSONValue(parsing: Array(Data(contentsOf: folder.appendingPathComponent(path))))
    }
}

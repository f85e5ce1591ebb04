import Foundation
import Testing

@testable import Permissions

/// Every file in `Scenarios`: relationships stored, and all of them contextual; each quickly and thoroughly.
struct ScenarioTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Scenarios", isDirectory: true)

    static let files: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".txt") }.sorted()
    }()

    /// Each rule of the language and of what surrounds it, and the files that show it.
    static let rules: [String: [String]] = [
        "types that are accepted": ["direct", "userset", "wildcard", "self-membership"],
        "computed relations": ["computed"],
        "relations of parents": ["parents"],
        "and": ["intersection", "failure-in-intersection", "circle-in-intersection"],
        "but not": [
            "exclusion", "recursive-exclusion", "wildcard-and-exclusion", "built-in-like-exclusion", "failure-taken-away",
            "circle-taken-away",
        ],
        "circles": ["circle", "circle-of-other-type", "circle-false-is-not-reused"],
        "conditions": [
            "condition", "condition-conversion", "condition-every-parameter", "condition-stored-value-wins", "condition-towards-others",
        ],
        "types of parameters": [
            "bool", "string", "int", "uint", "double", "duration", "timestamp", "ipaddress", "list", "map",
        ].map { "condition-type-\($0)" },
        "expiry": ["expiry", "condition-and-expiry"],
        "contextual relationships": ["contextual", "contextual-key-of-conditioned"],
        "relationships of an earlier model": ["model-filter"],
    ]

    @Test
    func `there are scenarios for every rule`() {
        let missing = Set(Self.rules.values.joined().map { "\($0).txt" }).subtracting(ScenarioTests.files)
        #expect(missing == [])
        let types = ParameterType.Scalar.allCases.filter { $0 != .any }.map(\.rawValue) + ["list", "map"]
        #expect(Set(types.map { "condition-type-\($0)" }) == Set(Self.rules["types of parameters"] ?? []))
    }

    @Test(arguments: files)
    func `a scenario's checks have the answers it names, stored and contextual`(file: String) throws {
        let path = ScenarioTests.folder.appendingPathComponent(file)
        let scenario = Scenario(try String(contentsOf: path, encoding: .utf8))
        var graph: Graph?
        // Relationships written under the present model; nil when some stem from an earlier one.
        var accepted: [Relationship]? = []
        var checkCount = 0
        for (number, step) in scenario.steps.enumerated() {
            let revision = Revision(rawValue: UInt64(number + 1))
            switch step {
            case .model(let source):
                let model = try Model(parsing: source)
                graph = graph?.replacing(model: model, at: revision) ?? Graph(model: model, relationships: [], revision: revision)
                if number > 0 { accepted = nil }
            case .relationships(let lines):
                let relationships = try lines.map(Scenario.relationship)
                graph = graph?.applying(relationships.map { .touch($0) }, at: revision)
                for relationship in relationships {
                    accepted?.removeAll { $0.key == relationship.key }
                    accepted?.append(relationship)
                }
            case .checks(let lines):
                let graph = try #require(graph)
                for line in lines {
                    try check(line, graph)
                    checkCount += 1
                    if let accepted, accepted.allSatisfy({ graph.model.refusal(of: $0) == nil }) {
                        try check(line, Graph(model: graph.model, relationships: [], revision: revision), contextual: accepted)
                    }
                }
            }
        }
        #expect(checkCount > 0)
    }

    /// `doc:1#viewer@user:anne allowed {"x": 5} also doc:1#viewer@user:bob`
    private func check(_ line: String, _ graph: Graph, contextual: [Relationship] = []) throws {
        var rest = line
        let asked = try Relationship(parsing: Scenario.take(&rest))
        let expected = Scenario.take(&rest)
        let context = try Scenario.context(&rest)
        var extra = contextual
        if Scenario.take(&rest) == "also" {
            let also = try Scenario.relationship(rest)
            // It wins over a stored one with the same key; beside a contextual one it would be refused.
            extra.removeAll { $0.key == also.key }
            extra.append(also)
        }
        let question = Question(
            subject: asked.subject, relation: asked.relation, object: asked.object, contextual: extra, context: context, now: Scenario.now)
        let comment: Comment = "\(line)\(contextual.isEmpty ? "" : " (contextual)")"
        #expect(describe(graph.check(question)) == expected, comment)
        guard case .success(let prepared) = graph.prepare(question) else { return }
        var thorough = CheckEvaluation(graph: prepared.graph, subject: prepared.subject, question: question, isThorough: true)
        #expect(describe(thorough.answer(prepared.object, prepared.relation)) == expected, comment)
    }

    private func describe(_ result: CheckResult) -> String {
        switch result {
        case .allowed: "allowed"
        case .denied: "denied"
        case .failed(let failure): failure.code
        }
    }
}

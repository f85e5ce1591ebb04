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

    /// Where a scenario stands: the snapshot, and what was written under its model.
    private struct Stand {
        var graph: Graph?
        /// Nil when some relationships stem from an earlier model.
        var written: [RelationshipKey: Relationship]? = [:]

        /// The same relationships stored, and all of them contextual.
        var ways: [(graph: Graph, contextual: [Relationship])] {
            guard let graph else { return [] }
            guard let written = written?.values, written.allSatisfy({ graph.model.refusal(of: $0) == nil }) else { return [(graph, [])] }
            return [(graph, []), (Graph(model: graph.model, relationships: [], revision: graph.revision), Array(written))]
        }
    }

    @Test(arguments: files)
    func `a scenario has the answers it names, stored and contextual`(file: String) throws {
        let path = ScenarioTests.folder.appendingPathComponent(file)
        let scenario = Scenario(try String(contentsOf: path, encoding: .utf8))
        var stand = Stand()
        var checkCount = 0
        for (number, step) in scenario.steps.enumerated() {
            let revision = Revision(rawValue: UInt64(number + 1))
            switch step {
            case .model(let source):
                let model = try Model(parsing: source)
                stand.graph =
                    stand.graph?.replacing(model: model, at: revision) ?? Graph(model: model, relationships: [], revision: revision)
                if number > 0 { stand.written = nil }
            case .relationships(let lines):
                let relationships = try lines.map(Scenario.relationship)
                stand.graph = stand.graph?.applying(relationships.map { .touch($0) }, at: revision)
                for relationship in relationships { stand.written?[relationship.key] = relationship }
            case .checks(let lines): checkCount += try run(lines, stand, check)
            case .conditional(let lines): checkCount += try run(lines, stand, checkConditional)
            case .objects(let lines): checkCount += try run(lines, stand, listObjects)
            case .subjects(let lines): checkCount += try run(lines, stand, listSubjects)
            case .actions(let lines): checkCount += try run(lines, stand, listActions)
            }
        }
        #expect(checkCount > 0)
    }

    private func run(_ lines: [String], _ stand: Stand, _ body: (String, Graph, [Relationship]) throws -> Void) throws -> Int {
        for line in lines {
            for way in stand.ways { try body(line, way.graph, way.contextual) }
        }
        return stand.ways.isEmpty ? 0 : lines.count
    }

    /// `doc:1#viewer@user:anne allowed {"x": 5} also doc:1#viewer@user:bob`
    private func check(_ line: String, _ graph: Graph, _ contextual: [Relationship]) throws {
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

    /// `doc:1#viewer@user:anne conditional:x,y {"z": 5}`
    private func checkConditional(_ line: String, _ graph: Graph, _ contextual: [Relationship]) throws {
        var rest = line
        let asked = try Relationship(parsing: Scenario.take(&rest))
        let expected = Scenario.take(&rest)
        let scope = QuestionScope(contextual: contextual, context: try Scenario.context(&rest), now: Scenario.now)
        let found: String =
            switch graph.checkConditional(scope.question(asked.subject, asked.relation, asked.object)) {
            case .allowed: "allowed"
            case .denied: "denied"
            case .conditional(let missing): "conditional:\(missing.joined(separator: ","))"
            case .failed(let failure): failure.code
            }
        #expect(found == expected, "\(line)")
    }

    /// What stands before the colon at the end of a word, what is expected, and the values given.
    private func parts(_ line: String, _ contextual: [Relationship]) throws -> (asked: [String], expected: Set<String>, QuestionScope) {
        var asked: [String] = []
        var rest = line
        while asked.last?.hasSuffix(":") != true {
            guard !rest.isEmpty else { throw Scenario.Malformed(line: line) }
            asked.append(Scenario.take(&rest))
        }
        asked[asked.count - 1].removeLast()
        var expected: Set<String> = []
        while !rest.isEmpty, !rest.hasPrefix("{") { expected.insert(Scenario.take(&rest)) }
        return (asked, expected, QuestionScope(contextual: contextual, context: try Scenario.context(&rest), now: Scenario.now))
    }

    /// `user:anne viewer doc: doc:1 ?doc:2 {"x": 5}`
    private func listObjects(_ line: String, _ graph: Graph, _ contextual: [Relationship]) throws {
        let (asked, expected, scope) = try parts(line, contextual)
        let page = try graph.listObjects(
            ListObjectsQuestion(subject: SubjectReference(parsing: asked[0]), relation: asked[1], objectType: asked[2], scope: scope))
        #expect(Set(page.items.map(\.description) + page.conditional.map { "?\($0)" }) == expected, "\(line)")
    }

    /// `doc:1 viewer user: user:* !user:bob ?user:eve`
    private func listSubjects(_ line: String, _ graph: Graph, _ contextual: [Relationship]) throws {
        let (asked, expected, scope) = try parts(line, contextual)
        let page = try graph.listSubjects(
            ListSubjectsQuestion(object: ObjectReference(parsing: asked[0]), relation: asked[1], subjectType: asked[2], scope: scope))
        let found = page.items.map(\.description) + page.conditional.map { "?\($0)" } + page.exclusions.map { "!\($0)" }
        #expect(Set(found) == expected, "\(line)")
    }

    /// `user:anne doc:1: viewer ?editor`
    private func listActions(_ line: String, _ graph: Graph, _ contextual: [Relationship]) throws {
        let (asked, expected, scope) = try parts(line, contextual)
        let answers = try graph.relationAnswers(
            subject: SubjectReference(parsing: asked[0]), object: ObjectReference(parsing: asked[1]), scope: scope)
        #expect(Set(answers.allowed + answers.conditional.map { "?\($0)" }) == expected, "\(line)")
    }
}

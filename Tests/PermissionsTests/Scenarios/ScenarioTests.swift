import Foundation
import Permissions
import Testing

/// Every scenario file beside this one, with its relationships stored, and again with all of them contextual.
struct ScenarioTests {
    static let files: [String] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".txt") }.sorted()
    }()

    @Test
    func `there are scenarios for every rule`() {
        #expect(ScenarioTests.files.count >= 20)
    }

    @Test(arguments: files)
    func `a scenario's checks have the answers it names, stored and contextual`(file: String) throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(file)
        let scenario = Scenario(try String(contentsOf: path, encoding: .utf8))
        var graph: Graph?
        var accepted: [Relationship] = []
        var checkCount = 0
        for (number, step) in scenario.steps.enumerated() {
            let revision = Revision(rawValue: UInt64(number + 1))
            switch step {
            case .model(let source):
                let model = try Model(parsing: source)
                graph = graph?.replacing(model: model, at: revision) ?? Graph(model: model, relationships: [], revision: revision)
                accepted = []
            case .relationships(let lines):
                let relationships = try lines.map(Scenario.relationship)
                graph = graph?.applying(relationships.map { .touch($0) }, at: revision)
                accepted += relationships
            case .checks(let lines):
                let graph = try #require(graph)
                for line in lines {
                    try check(line, graph)
                    checkCount += 1
                    if accepted.allSatisfy({ graph.model.refusal(of: $0) == nil }) {
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
        if Scenario.take(&rest) == "also" { extra.append(try Scenario.relationship(rest)) }
        let question = Question(
            subject: asked.subject, relation: asked.relation, object: asked.object, contextual: extra, context: context, now: Scenario.now)
        let found =
            switch graph.check(question) {
            case .allowed: "allowed"
            case .denied: "denied"
            case .failed(let failure): failure.code
            }
        #expect(found == expected, "\(line)\(contextual.isEmpty ? "" : " (contextual)")")
    }
}

import Foundation
import Permissions
import Testing

/// The check assertions of OpenFGA's sample stores.
struct SampleStoreTests {
    @Test
    func `every check of the sample stores has the expected answer`() throws {
        guard let files = try PublicSuite.files(in: "openfga-samples") else { return }
        var passed = 0
        var wrong: [String] = []
        for file in files where file.hasSuffix(".json") {
            guard let store = try PublicSuite.json("openfga-samples/\(file)") as? [String: Any] else { continue }
            let model: Model
            do {
                model = try self.model(of: store)
            } catch {
                wrong.append("\(file): \(error)")
                continue
            }
            let tuples = try SuiteTuple.relationships(store["tuples"])
            for test in store["tests"] as? [[String: Any]] ?? [] {
                let all = tuples + (try SuiteTuple.relationships(test["tuples"]))
                for tuple in all where model.refusal(of: tuple) != nil { wrong.append("\(file): \(tuple) refused") }
                let graph = Graph(model: model, relationships: all, revision: Revision(rawValue: 1))
                for check in test["check"] as? [[String: Any]] ?? [] {
                    for (relation, expected) in check["assertions"] as? [String: Bool] ?? [:] {
                        let question = try question(check, relation: relation)
                        let answer = graph.check(question)
                        if answer == (expected ? .allowed : .denied) {
                            passed += 1
                        } else {
                            wrong.append("\(file): \(question.subject) \(relation) \(question.object): \(answer)")
                        }
                    }
                }
            }
        }
        print("openfga-samples: check \(passed) passed")
        #expect(wrong == [])
        #expect(passed == 327)
    }

    private func question(_ check: [String: Any], relation: String) throws -> Question {
        Question(
            subject: try SubjectReference(parsing: check["user"] as? String ?? ""), relation: relation,
            object: try ObjectReference(parsing: check["object"] as? String ?? ""), context: PublicSuite.context(check["context"]),
            now: Date(timeIntervalSince1970: 1_790_000_000))
    }

    /// Four stores come as modules.
    private func model(of store: [String: Any]) throws(InvalidModel) -> Model {
        if let source = store["model"] as? String { return try Model(parsing: source) }
        let files = (store["modules"] as? [String: Any])?["files"] as? [String: String] ?? [:]
        for source in files.values { #expect(throws: InvalidModel.self) { try Model(parsing: source) } }
        return try Model(modules: files.sorted { $0.key < $1.key }.map { ModuleFile(name: $0.key, text: $0.value) })
    }
}

import Foundation
import Permissions
import Testing

/// The assertions of one of OpenFGA's own matrices with the snapshot each is asked on: relationships stored, and for tests of one
/// stage all of them contextual again.
struct OpenFGASuite {
    static let paths = ["openfga/consolidated.json", "openfga/abac.json"]
    static let now = Date(timeIntervalSince1970: 1_790_000_000)
    /// How deep OpenFGA goes unless it is configured otherwise.
    static let limits: CheckLimits = {
        var limits = CheckLimits.unhurried
        limits.dispatches = 25
        return limits
    }()

    struct Assertion {
        let test: String
        let json: [String: Any]
        let graph: Graph
        let contextual: [Relationship]

        var scope: QuestionScope {
            QuestionScope(
                contextual: contextual, context: PublicSuite.context(json["context"]), now: OpenFGASuite.now, limits: OpenFGASuite.limits,
                missingParameters: .failing)
        }

        var request: SuiteTuple { SuiteTuple(json: json["request"] as? [String: Any] ?? json["tuple"] as? [String: Any] ?? [:]) }

        /// The number of the error expected.
        var errorCode: Int? { json["errorCode"] as? Int }
    }

    struct Malformed: Error, CustomStringConvertible { let description: String }

    private let tests: [[String: Any]]

    /// Nil after a notice when the suite is not there.
    init?(path: String) throws {
        guard let suite = try PublicSuite.json(path) as? [String: Any] else { return nil }
        tests = suite["tests"] as? [[String: Any]] ?? []
    }

    func assertions(_ key: String, contextually: Bool) throws -> [Assertion] {
        try tests.flatMap { test in
            let stages = test["stages"] as? [[String: Any]] ?? []
            return contextually && stages.count != 1 ? [] : try assertions(key, of: test, stages, contextually)
        }
    }

    private func assertions(_ key: String, of test: [String: Any], _ stages: [[String: Any]], _ contextually: Bool) throws -> [Assertion] {
        let name = test["name"] as? String ?? ""
        var graph: Graph?
        var found: [Assertion] = []
        for (number, stage) in stages.enumerated() {
            let model = try Model(parsing: stage["model"] as? String ?? "")
            let tuples = try SuiteTuple.relationships(stage["tuples"])
            for tuple in tuples {
                guard let refusal = model.refusal(of: tuple) else { continue }
                throw Malformed(description: "\(name): \(tuple) refused: \(refusal.message)")
            }
            let revision = Revision(rawValue: UInt64(number + 1))
            let before = graph ?? Graph(model: model, relationships: [], revision: revision)
            let next = before.replacing(model: model, at: revision)
            let present = contextually ? next : next.applying(tuples.map { .touch($0) }, at: revision)
            graph = present
            for json in stage[key] as? [[String: Any]] ?? [] {
                let own = try SuiteTuple.relationships(json["contextualTuples"])
                found.append(Assertion(test: name, json: json, graph: present, contextual: contextually ? tuples + own : own))
            }
        }
        return found
    }
}

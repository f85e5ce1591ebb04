import Expressions
import Permissions

package import struct Foundation.Date

/// Runs the tests of a store file against the graph that answers in production.
package enum StoreFileTests {
    package static func run(_ store: StoreFile, now: Date) -> StoreFileReport {
        var outcomes: [AssertionOutcome] = []
        for test in store.tests {
            let runner = StoreTestRunner(store: store, test: test, now: now)
            outcomes += test.checks.map(runner.outcome)
            outcomes += test.objectLists.map(runner.outcome)
            outcomes += test.userLists.map(runner.outcome)
        }
        return StoreFileReport(outcomes: outcomes)
    }
}

/// One test with its graph. A list is defined by checks: of everything that the relationships and the question name, what is allowed.
struct StoreTestRunner {
    private let name: String
    private let graph: Graph
    /// The same without relationships of everybody, which tells who is named from who is only one of all.
    private let graphOfNamed: Graph?
    private let now: Date
    /// Ids by type, of everything that stands in a relationship.
    private let ids: [String: Set<String>]

    init(store: StoreFile, test: StoreTest, now: Date) {
        name = test.name
        self.now = now
        let relationships = store.tuples + test.tuples
        graph = Graph(model: store.model, relationships: relationships, revision: Revision(rawValue: 1))
        let named = relationships.filter { !$0.subject.isWildcard }
        let needsNamed = !test.userLists.isEmpty && named.count < relationships.count
        graphOfNamed = needsNamed ? Graph(model: store.model, relationships: named, revision: Revision(rawValue: 1)) : nil
        var ids: [String: Set<String>] = [:]
        for relationship in relationships {
            ids[relationship.object.type, default: []].insert(relationship.object.id)
            let subject = relationship.subject
            if !subject.isWildcard { ids[subject.type, default: []].insert(subject.id) }
        }
        self.ids = ids
    }

    func outcome(_ assertion: CheckAssertion) -> AssertionOutcome {
        let question = question(assertion.subject, assertion.relation, assertion.object, assertion.circumstances)
        let result = graph.check(question)
        let passed = result == (assertion.expected ? .allowed : .denied)
        let isAnswered = result == .allowed || result == .denied
        return AssertionOutcome(
            test: name, kind: .check, question: "\(assertion.subject) \(assertion.relation) \(assertion.object)",
            expected: "\(assertion.expected)", got: StoreTestRunner.text(of: result), passed: passed,
            reason: passed || !isAnswered ? nil : graph.explain(question).reason)
    }

    func outcome(_ assertion: ObjectListAssertion) -> AssertionOutcome {
        var found: Set<String> = []
        var failure: String?
        let subject = assertion.subject
        let own: Set<String> = subject.type == assertion.type && !subject.isWildcard ? [subject.id] : []
        for id in (ids[assertion.type] ?? []).union(own).sorted() {
            guard let object = try? ObjectReference(type: assertion.type, id: id) else { continue }
            let question = question(assertion.subject, assertion.relation, object, assertion.circumstances)
            note(graph.check(question), "\(object)", in: &found, &failure)
        }
        // Nothing named of this type may hide that the type or the relation does not exist.
        if !graph.model.defines(relation: assertion.relation, on: assertion.type) {
            failure = "the model has no relation `\(assertion.relation)` of `\(assertion.type)`"
        }
        return outcome(
            .listObjects, "\(assertion.subject) \(assertion.relation) \(assertion.type)", expected: assertion.expected, found: found,
            failure: failure)
    }

    func outcome(_ assertion: UserListAssertion) -> AssertionOutcome {
        var found: Set<String> = []
        var failure: String?
        let own: Set<String> = assertion.object.type == assertion.type ? [assertion.object.id] : []
        var candidates = (ids[assertion.type] ?? []).union(own).sorted()
        if assertion.userRelation == nil { candidates.append("*") }
        for id in candidates {
            guard let subject = try? SubjectReference(type: assertion.type, id: id, relation: assertion.userRelation) else { continue }
            let question = question(subject, assertion.relation, assertion.object, assertion.circumstances)
            note(graph.check(question), "\(subject)", in: &found, &failure)
        }
        // Where everybody is allowed, upstream lists `user:*` and those who are allowed by name besides.
        if found.contains("\(assertion.type):*"), let graphOfNamed {
            found = found.filter { name in
                guard let subject = try? SubjectReference(parsing: name), !subject.isWildcard else { return true }
                return graphOfNamed.check(question(subject, assertion.relation, assertion.object, assertion.circumstances)) == .allowed
            }
        }
        let asked = assertion.userRelation.map { "\(assertion.type)#\($0)" } ?? assertion.type
        return outcome(
            .listUsers, "\(asked) \(assertion.relation) \(assertion.object)", expected: assertion.expected, found: found, failure: failure)
    }

    private func note(_ result: CheckResult, _ name: String, in found: inout Set<String>, _ failure: inout String?) {
        switch result {
        case .allowed: found.insert(name)
        case .denied: break
        case .failed(let problem): failure = failure ?? problem.message
        }
    }

    private func question(
        _ subject: SubjectReference, _ relation: String, _ object: ObjectReference, _ circumstances: AssertionCircumstances
    ) -> Question {
        Question(subject: subject, relation: relation, object: object, context: circumstances.context, now: circumstances.now ?? now)
    }

    private func outcome(
        _ kind: AssertionOutcome.Kind, _ question: String, expected: Set<String>, found: Set<String>, failure: String?
    ) -> AssertionOutcome {
        let passed = failure == nil && found == expected
        return AssertionOutcome(
            test: name, kind: kind, question: question, expected: StoreTestRunner.text(of: expected),
            got: failure.map { "error: \($0)" } ?? StoreTestRunner.text(of: found), passed: passed,
            reason: passed || failure != nil ? nil : StoreTestRunner.difference(expected, found))
    }

    private static func difference(_ expected: Set<String>, _ found: Set<String>) -> String {
        let missing = expected.subtracting(found)
        let extra = found.subtracting(expected)
        return [missing.isEmpty ? nil : "missing \(text(of: missing))", extra.isEmpty ? nil : "not expected \(text(of: extra))"]
            .compactMap { $0 }.joined(separator: ", ")
    }

    private static func text(of names: Set<String>) -> String { "[\(names.sorted().joined(separator: ", "))]" }

    private static func text(of result: CheckResult) -> String {
        switch result {
        case .allowed: "true"
        case .denied: "false"
        case .failed(let failure): "error: \(failure.message)"
        }
    }
}

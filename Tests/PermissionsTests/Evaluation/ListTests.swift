import Expressions
import Foundation
import Testing

@testable import Permissions

/// Lists, expansion and explanations on one small graph, with their errors.
struct ListTests {
    private static let source = """
        model
          schema 1.1
        type user
        type group
          relations
            define member: [user, group#member]
        type doc
          relations
            define blocked: [user]
            define signed: [user]
            define writer: [user, group#member]
            define viewer: [user:*] or writer
            define reader: viewer but not blocked
            define publisher: writer and signed
            define limited: [user with small]
        condition small(x: int) {
          x < 10
        }

        """

    private func graph(_ lines: [String], conditioned: [String] = []) throws -> Graph {
        let relationships = try lines.map { try Relationship(parsing: $0) }
        let limited = try conditioned.map {
            var relationship = try Relationship(parsing: $0)
            relationship.condition = ConditionReference(name: "small", context: [:])
            return relationship
        }
        return Graph(
            model: try Model(parsing: ListTests.source), relationships: relationships + limited, revision: Revision(rawValue: 1))
    }

    private let scope = QuestionScope(now: GraphTests.now)
    private let anne = try? SubjectReference(parsing: "user:anne")

    private func objects(_ relation: String, _ scope: QuestionScope) throws -> ListObjectsQuestion {
        ListObjectsQuestion(subject: try #require(anne), relation: relation, objectType: "doc", scope: scope)
    }

    private func code(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "none"
        } catch let failure as CheckFailure {
            return failure.code
        } catch {
            return "\(error)"
        }
    }

    @Test
    func `everybody is listed with those who are excluded`() throws {
        let graph = try graph(["doc:1#viewer@user:*", "doc:1#blocked@user:bob", "doc:1#writer@user:anne"])
        let page = try graph.listSubjects(
            ListSubjectsQuestion(object: ObjectReference(parsing: "doc:1"), relation: "reader", subjectType: "user", scope: scope))
        #expect(Set(page.items.map(\.description)) == ["user:*", "user:anne"])
        #expect(page.exclusions.map(\.description) == ["user:bob"])
    }

    @Test
    func `a missing parameter is reported or fails the list, as the scope says`() throws {
        let graph = try graph([], conditioned: ["doc:1#limited@user:anne"])
        let page = try graph.listObjects(try objects("limited", scope))
        #expect(page.items.isEmpty && page.conditional.map(\.description) == ["doc:1"] && page.missing == ["x"])
        var failing = scope
        failing.missingParameters = .failing
        #expect(code { _ = try graph.listObjects(objects("limited", failing)) } == "missing_parameter")
        #expect(try graph.listRelations(subject: #require(anne), object: ObjectReference(parsing: "doc:1"), scope: scope) == [])
    }

    @Test(arguments: ["-1", "+1", "01", "1 ", "", "x", "99999999999999999999"])
    func `a position no page named is refused`(position: String) throws {
        let graph = try graph(["doc:1#writer@user:anne"])
        #expect(code { _ = try graph.listObjects(objects("writer", scope), after: position) } == "invalid_position")
    }

    @Test
    func `a list that takes too much work or leads too deep fails and is never cut`() throws {
        let graph = try graph((0..<100).map { "doc:\($0)#writer@user:anne" })
        var limited = scope
        limited.limits.listWork = 50
        #expect(code { _ = try graph.listObjects(objects("reader", limited)) } == "too_much_work")
        limited.limits.listWork = 10_000
        limited.limits.dispatches = 1
        #expect(code { _ = try graph.listObjects(objects("reader", limited)) } == "too_deep")
        #expect(try graph.listObjects(objects("reader", scope)).items.count == 100)
    }

    @Test
    func `a relation expands by one level`() throws {
        let graph = try graph(["doc:1#viewer@user:*", "doc:1#blocked@user:bob"])
        let object = try ObjectReference(parsing: "doc:1")
        let viewer = try graph.expand(object: object, relation: "viewer", now: GraphTests.now)
        let everybody = try SubjectReference(parsing: "user:*")
        #expect(
            viewer
                == .union(
                    name: "doc:1#viewer",
                    nodes: [
                        .leaf(name: "doc:1#viewer", users: [everybody]), .computed(name: "doc:1#viewer", userset: "doc:1#writer"),
                    ]))
        #expect(code { _ = try graph.expand(object: object, relation: "fly", now: GraphTests.now) } == "unknown_relation")
    }

    @Test
    func `a denial by an intersection names the pair of grants that would allow it`() throws {
        let graph = try graph(["doc:1#blocked@user:bob"])
        let object = try ObjectReference(parsing: "doc:1")
        let explanation = graph.explanation(of: scope.question(try #require(anne), "publisher", object))
        #expect(explanation.result == .denied)
        #expect(explanation.grants.map { Set($0.map(\.description)) } == [["doc:1#writer@user:anne", "doc:1#signed@user:anne"]])
    }

    private static let conditions = """
        model
          schema 1.1
        type user
        type agent
        type team
          relations
            define member: [agent]
            define lead: [user] and checked
            define checked: [user, user:*]
        type folder
          relations
            define parent: [folder]
            define blocked: [user]
            define viewer: ([user, user with first, user with second, team#member with first, team#lead with first] or viewer from parent) but not blocked
        condition first(x: int) {
          x < 10
        }
        condition second(y: int) {
          y < 10
        }

        """

    private func conditions(_ lines: [String]) throws -> Graph {
        Graph(
            model: try Model(parsing: ListTests.conditions), relationships: try lines.map(Scenario.relationship),
            revision: Revision(rawValue: 1))
    }

    @Test
    func `a list lacks only the parameters that its own items lack`() throws {
        let graph = try conditions([
            "folder:1#viewer@user:anne with first", "folder:1#parent@folder:2", "folder:1#parent@folder:3",
            "folder:2#viewer@user:anne with second", "folder:3#viewer@user:anne with second {\"y\": 1}",
        ])
        func page(_ context: [String: Value]) throws -> ListPage<ObjectReference> {
            let scope = QuestionScope(context: context, now: GraphTests.now)
            return try graph.listObjects(
                ListObjectsQuestion(subject: #require(anne), relation: "viewer", objectType: "folder", scope: scope))
        }
        for context in [[:], ["x": Value.string("ten")]] {
            let page = try page(context)
            #expect(Set(page.items.map(\.description)) == ["folder:1", "folder:3"])
            #expect(page.conditional.map(\.description) == ["folder:2"] && page.missing == ["y"])
        }
    }

    @Test(arguments: ["team:t#member", "team:t#lead"])
    func `a condition on the way to somebody else matters neither to a check nor to a list`(set: String) throws {
        let graph = try conditions(["folder:5#viewer@\(set) with first", "team:t#member@agent:a", "team:t#lead@user:bob"])
        let folder = try ObjectReference(parsing: "folder:5")
        let question = scope.question(try #require(anne), "viewer", folder)
        #expect(graph.checkConditional(question) == .denied)
        let page = try graph.listObjects(
            ListObjectsQuestion(subject: #require(anne), relation: "viewer", objectType: "folder", scope: scope))
        #expect(page.items.isEmpty && page.conditional.isEmpty && page.missing.isEmpty)
        #expect(try graph.relationAnswers(subject: #require(anne), object: folder, scope: scope).conditional.isEmpty)
        // OpenFGA fails for the condition, whatever lies behind it.
        #expect(graph.check(question).failure?.kind == .missingParameter)
    }
}

extension CheckResult {
    var failure: CheckFailure? { if case .failed(let failure) = self { failure } else { nil } }
}

import Expressions
import Foundation
import Testing

@testable import Permissions

/// Questions that would run away without limits, all through relations that are not plain.
struct LimitTests {
    private static let source = """
        model
          schema 1.1
        type user
        type folder
          relations
            define parent: [folder]
            define blocked: [user]
            define viewer: ([user] or viewer from parent) but not blocked

        """

    private func graph(_ lines: [String]) throws -> Graph {
        Graph(
            model: try Model(parsing: LimitTests.source), relationships: try lines.map { try Relationship(parsing: $0) },
            revision: Revision(rawValue: 1))
    }

    private func answer(_ graph: Graph, _ text: String, limits: CheckLimits = .unhurried) throws -> CheckResult {
        let asked = try Relationship(parsing: text)
        return graph.check(
            Question(subject: asked.subject, relation: asked.relation, object: asked.object, now: GraphTests.now, limits: limits))
    }

    private func code(_ result: CheckResult) -> String {
        guard case .failed(let failure) = result else { return "\(result)" }
        return failure.code
    }

    /// A document that many groups may view, each under the condition, and nobody in any of them.
    private func graph(_ condition: String, _ expression: String, groups: Int, stored: [String: Value] = [:]) throws -> Graph {
        let name = String(condition.prefix { $0 != "(" })
        let source = """
            model
              schema 1.1
            type user
            type document
              relations
                define viewer: [group#member with \(name)]
            type group
              relations
                define member: [user]
            condition \(condition) {
              \(expression)
            }

            """
        let relationships = try (0..<groups).map { number in
            try Relationship(
                object: ObjectReference(parsing: "document:1"), relation: "viewer",
                subject: SubjectReference(parsing: "group:\(number)#member"), condition: ConditionReference(name: name, context: stored))
        }
        return Graph(model: try Model(parsing: source), relationships: relationships, revision: Revision(rawValue: 1))
    }

    private func code(_ graph: Graph, _ context: [String: Value], work: Int) throws -> String {
        code(
            graph.check(
                Question(
                    subject: try SubjectReference(parsing: "user:anne"), relation: "viewer",
                    object: try ObjectReference(parsing: "document:1"), context: context, now: GraphTests.now,
                    limits: .unhurried(depth: 100, work: work))))
    }

    @Test
    func `an expensive condition counts as many steps`() throws {
        let graph = try graph(
            "near(place: string, places: list<string>)", "places.exists(p, p == place)", groups: 200, stored: ["place": .string("here")])
        func ask(places: Int, work: Int) throws -> String {
            try code(graph, ["places": .list((0..<places).map { .string("p\($0)") })], work: work)
        }
        #expect(try ask(places: 2, work: 20_000) == "denied")
        #expect(try ask(places: 1000, work: 1_000_000) == "denied")
        #expect(try ask(places: 1000, work: 20_000) == "too_much_work")
    }

    @Test
    func `a long text that each condition has to read counts by its length`() throws {
        let graph = try graph("recent(age: duration)", "age < duration(\"1h\")", groups: 100)
        func ask(parts: Int) throws -> String {
            try code(graph, ["age": .string(String(repeating: "0s", count: parts))], work: 20_000)
        }
        #expect(try ask(parts: 100) == "denied")
        #expect(try ask(parts: 10_000) == "too_much_work")
    }

    @Test
    func `each question of a batch has its own time as well`() throws {
        let graph = try graph("slow(l: list<int>)", "l.exists(x, l.exists(y, x + y == 1000))", groups: 200)
        let context: [String: Value] = ["l": .list((0..<20).map { .int($0) })]
        let questions = try ["anne", "bob"].map { user in
            Question(
                subject: try SubjectReference(parsing: "user:\(user)"), relation: "viewer",
                object: try ObjectReference(parsing: "document:1"), context: context, now: GraphTests.now,
                limits: CheckLimits(depth: 100, work: 1_000_000, milliseconds: 0, listMilliseconds: 600_000).sharedByBatch())
        }
        #expect(graph.checkMany(questions).map(code) == ["too_much_time", "too_much_time"])
    }

    @Test
    func `the questions of one request share their time, and none is answered after it`() throws {
        let graph = try graph(["folder:0#viewer@user:anne"])
        let asked = try Relationship(parsing: "folder:0#viewer@user:anne")
        func answers(_ limits: CheckLimits) -> [String] {
            graph.checkMany(
                (0..<3).map { _ in
                    Question(subject: asked.subject, relation: asked.relation, object: asked.object, now: GraphTests.now, limits: limits)
                }
            ).map(code)
        }
        let limits = CheckLimits(depth: 100, work: 1_000, milliseconds: 0, listMilliseconds: 60_000)
        #expect(answers(limits.sharedByBatch()) == ["allowed", "allowed", "allowed"])
        #expect(limits.exhaustion == nil && limits.sharedByBatch().exhaustion == nil)
        var none = limits
        none.listMilliseconds = 0
        #expect(answers(none.sharedByBatch()) == ["too_much_time", "too_much_time", "too_much_time"])
    }

    @Test
    func `a question or a list that has no time left fails, and one that is short does not look at the clock`() throws {
        let chain = (0..<10_000).map { "folder:\($0)#parent@folder:\($0 + 1)" }
        let graph = try graph(chain + ["folder:10000#viewer@user:anne", "folder:3#viewer@user:bob"])
        let limits = CheckLimits(depth: 100, work: 1_000_000, milliseconds: 0, listMilliseconds: 0)
        #expect(try code(answer(graph, "folder:0#viewer@user:anne", limits: limits)) == "too_much_time")
        #expect(try answer(graph, "folder:0#viewer@user:anne") == .allowed)
        #expect(try answer(graph, "folder:9990#viewer@user:anne", limits: limits) == .allowed)
        #expect(try answer(graph, "folder:9990#viewer@user:bob", limits: limits) == .denied)
        func list(_ name: String) throws -> Int {
            let question = ListObjectsQuestion(
                subject: try SubjectReference(parsing: "user:\(name)"), relation: "viewer", objectType: "folder",
                scope: QuestionScope(now: GraphTests.now, limits: limits))
            return try graph.listObjects(question).items.count
        }
        #expect(try list("bob") == 4)
        let refused = #expect(throws: CheckFailure.self) { try list("anne") }
        #expect(refused?.message == "the list needs more than 0 milliseconds; ask for less at once")
        #expect(refused?.code == "too_much_time")
    }

    @Test
    func `what plain searches below a rule look at counts as work of the question`() throws {
        let source = """
            model
              schema 1.1
            type user
            type group
              relations
                define member: [user, group#member]
            type folder
              relations
                define parent: [folder]
                define blocked: [group#member]
                define viewer: ([user] or viewer from parent) but not blocked

            """
        var lines = ["folder:5#viewer@user:anne"]
        for folder in 0..<5 { lines.append("folder:\(folder)#parent@folder:\(folder + 1)") }
        for folder in 0...5 { lines.append("folder:\(folder)#blocked@group:top#member") }
        for group in 0..<400 { lines.append("group:top#member@group:\(group)#member") }
        // In more groups than are compared one by one, so that the search goes down.
        for group in 400..<500 { lines.append("group:\(group)#member@user:anne") }
        let graph = Graph(
            model: try Model(parsing: source), relationships: try lines.map { try Relationship(parsing: $0) },
            revision: Revision(rawValue: 1))
        #expect(try answer(graph, "folder:0#viewer@user:anne") == .allowed)
        #expect(try code(answer(graph, "folder:0#viewer@user:anne", limits: .unhurried(depth: 100, work: 2_000))) == "too_much_work")
        #expect(try answer(graph, "folder:5#viewer@user:anne", limits: .unhurried(depth: 100, work: 2_000)) == .allowed)
    }

    @Test
    func `a chain of any length through an exclusion is answered`() throws {
        let chain = (0..<300).map { "folder:\($0)#parent@folder:\($0 + 1)" }
        let graph = try graph(chain + ["folder:300#viewer@user:anne", "folder:50#viewer@user:bob", "folder:20#blocked@user:dan"])
        #expect(try answer(graph, "folder:0#viewer@user:anne") == .allowed)
        #expect(try answer(graph, "folder:0#viewer@user:bob") == .allowed)
        #expect(try answer(graph, "folder:0#viewer@user:eve") == .denied)
        #expect(try code(answer(graph, "folder:0#viewer@user:eve", limits: .unhurried(depth: 100, work: 250))) == "too_much_work")
        var counted = CheckLimits.unhurried
        counted.dispatches = 25
        #expect(try code(answer(graph, "folder:0#viewer@user:eve", limits: counted)) == "too_deep")
    }

    @Test
    func `a chain deeper than the limit fails where what is taken away leads back`() throws {
        let source = LimitTests.source.replacing("define blocked: [user]", with: "define blocked: [user] or viewer from parent")
        let chain = (0..<300).map { "folder:\($0)#parent@folder:\($0 + 1)" }
        let graph = Graph(
            model: try Model(parsing: source), relationships: try chain.map { try Relationship(parsing: $0) },
            revision: Revision(rawValue: 1))
        #expect(try code(answer(graph, "folder:0#viewer@user:eve")) == "too_deep")
        #expect(try answer(graph, "folder:250#viewer@user:eve") == .denied)
    }

    @Test
    func `questions asked together are answered by recursion with results kept where there are no layers`() throws {
        let source = LimitTests.source.replacing("define blocked: [user]", with: "define blocked: [user] or viewer from parent")
        var lines = ["folder:40-1#viewer@user:anne", "folder:0-0#viewer@user:bob"]
        for level in 0..<40 {
            for child in 0..<2 {
                for parent in 0..<2 { lines.append("folder:\(level)-\(child)#parent@folder:\(level + 1)-\(parent)") }
            }
        }
        let graph = Graph(
            model: try Model(parsing: source), relationships: try lines.map { try Relationship(parsing: $0) },
            revision: Revision(rawValue: 1))
        let questions = try ["0-0@anne", "1-0@anne", "40-1@anne", "0-0@bob", "1-0@bob"].map { text in
            let parts = text.split(separator: "@")
            return Question(
                subject: try SubjectReference(type: "user", id: String(parts[1])), relation: "viewer",
                object: try ObjectReference(type: "folder", id: String(parts[0])), now: GraphTests.now)
        }
        // What a parent gives it also takes away.
        #expect(graph.checkMany(questions) == [.denied, .denied, .allowed, .allowed, .denied])
        #expect(graph.checkMany(questions) == questions.map { graph.check($0) })
    }

    @Test
    func `knots of circles one behind the other are answered`() throws {
        var lines: [String] = []
        for knot in 0..<21 {
            for child in 0..<14 {
                for parent in 0..<14 where child != parent { lines.append("folder:\(knot)-\(child)#parent@folder:\(knot)-\(parent)") }
            }
            lines.append("folder:\(knot)-0#parent@folder:\(knot + 1)-0")
        }
        lines += ["folder:20-7#viewer@user:anne", "folder:20-7#viewer@user:bob"]
        let blocks = (0..<14).map { "folder:10-\($0)#blocked@user:bob" }
        let graph = try graph(lines + blocks)
        #expect(try answer(graph, "folder:0-5#viewer@user:anne") == .allowed)
        #expect(try answer(graph, "folder:0-5#viewer@user:bob") == .denied)
        #expect(try answer(graph, "folder:11-5#viewer@user:bob") == .allowed)
        #expect(try answer(graph, "folder:0-5#viewer@user:eve") == .denied)
    }

    @Test
    func `a ring of very many folders is answered`() throws {
        let count = 100_000
        let ring = (0..<count).map { "folder:\($0)#parent@folder:\(($0 + 1) % count)" }
        let graph = try graph(ring + ["folder:99999#viewer@user:anne", "folder:5#viewer@user:bob", "folder:4#blocked@user:bob"])
        #expect(try answer(graph, "folder:0#viewer@user:anne") == .allowed)
        #expect(try answer(graph, "folder:0#viewer@user:bob") == .denied)
        #expect(try answer(graph, "folder:5#viewer@user:bob") == .allowed)
        #expect(try answer(graph, "folder:0#viewer@user:eve") == .denied)
    }

    @Test
    func `no caller can lift the depth beyond what a stack holds`() {
        #expect(CheckLimits.unhurried(depth: 1_000_000, work: 1).depth == CheckLimits.deepest)
    }

    @Test
    func `many ways through a lattice are answered by the thorough attempt`() throws {
        // Forty levels of two folders, each a child of both above: a million million ways up.
        var lines: [String] = []
        for level in 0..<40 {
            for child in 0..<2 {
                for parent in 0..<2 { lines.append("folder:\(level)-\(child)#parent@folder:\(level + 1)-\(parent)") }
            }
        }
        let graph = try graph(lines + ["folder:40-1#viewer@user:anne"])
        #expect(try answer(graph, "folder:0-0#viewer@user:bob") == .denied)
        #expect(try answer(graph, "folder:0-0#viewer@user:anne") == .allowed)
    }

    @Test
    func `a knot of circles through an exclusion is answered, in lists too`() throws {
        var lines: [String] = []
        for child in 0..<14 { for parent in 0..<14 where child != parent { lines.append("folder:\(child)#parent@folder:\(parent)") } }
        let graph = try graph(lines + ["folder:13#viewer@user:anne", "folder:7#viewer@user:bob", "folder:7#blocked@user:bob"])
        let limits = CheckLimits.unhurried(depth: 100, work: 50_000)
        #expect(try answer(graph, "folder:0#viewer@user:eve", limits: limits) == .denied)
        #expect(try answer(graph, "folder:0#viewer@user:anne", limits: limits) == .allowed)
        #expect(try answer(graph, "folder:0#viewer@user:bob", limits: limits) == .denied)
        let questions = try ["anne", "bob", "eve"].map { name in
            Question(
                subject: try SubjectReference(type: "user", id: name), relation: "viewer", object: try ObjectReference(parsing: "folder:3"),
                now: GraphTests.now, limits: limits)
        }
        #expect(graph.checkMany(questions + questions) == [.allowed, .denied, .denied, .allowed, .denied, .denied])
        let list = try graph.listObjects(
            ListObjectsQuestion(
                subject: SubjectReference(parsing: "user:anne"), relation: "viewer", objectType: "folder",
                scope: QuestionScope(now: GraphTests.now, limits: limits)))
        #expect(list.items.count == 14)
    }
}

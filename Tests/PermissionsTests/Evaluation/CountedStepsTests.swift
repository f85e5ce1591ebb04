import Testing

@testable import Permissions

/// Steps counted as OpenFGA does: what a plain search allows is what counting every step would have allowed.
struct CountedStepsTests {
    private static let source = """
        model
          schema 1.1
        type user
        type group
          relations
            define owner: [user]
            define manager: [user, group#manager] or owner
            define member: [user, user:*, group#member, group#manager] or manager
        type folder
          relations
            define parent: [folder]
            define owner: [user]
            define editor: [user, group#member] or owner or editor from parent
            define viewer: [user, group#manager] or editor or viewer from parent
            define r1: viewer
            define r2: r1
            define r3: r2
            define r4: r3
            define r5: r4
            define r6: r5
            define reader: r6 or reader from parent

        """

    /// Without long ways on one object, so that most of what is allowed is known to be near enough.
    private static let shortSource = """
        model
          schema 1.1
        type user
        type group
          relations
            define member: [user, user:*, group#member]
        type folder
          relations
            define parent: [folder]
            define owner: [user]
            define viewer: [user, group#member] or owner or viewer from parent

        """

    private static func shortRelationship(_ random: inout SeededRandom) throws -> Relationship {
        let user = "user:\(random.below(6))"
        let group = "group:\(random.below(12))"
        let folder = "folder:\(random.below(20))"
        let text =
            switch random.below(6) {
            case 0: "\(group)#member@\(random.chance(10) ? "user:*" : user)"
            case 1: "\(group)#member@group:\(random.below(12))#member"
            case 2: "\(folder)#viewer@\(random.chance(70) ? "\(group)#member" : user)"
            case 3: "\(folder)#owner@\(user)"
            default: "\(folder)#parent@folder:\(random.below(20))"
            }
        return try Relationship(parsing: text)
    }

    private static func relationship(_ random: inout SeededRandom) throws -> Relationship {
        let user = "user:\(random.below(6))"
        let group = "group:\(random.below(12))"
        let folder = "folder:\(random.below(20))"
        let text =
            switch random.below(8) {
            case 0: "\(group)#member@\(random.chance(10) ? "user:*" : user)"
            case 1: "\(group)#\(random.pick(["manager", "owner"]))@\(user)"
            case 2: "\(group)#member@group:\(random.below(12))#\(random.pick(["member", "manager"]))"
            case 3: "\(group)#manager@group:\(random.below(12))#manager"
            case 4: "\(folder)#editor@\(group)#member"
            case 5: "\(folder)#viewer@\(group)#manager"
            case 6: "\(folder)#\(random.pick(["owner", "editor", "viewer"]))@\(user)"
            default: "\(folder)#parent@folder:\(random.below(20))"
            }
        return try Relationship(parsing: text)
    }

    /// What is found when every step is counted; nil where that is not the last word, because results have to be kept on the way.
    private func counted(_ question: Question, _ graph: Graph) throws -> CheckResult? {
        let prepared = try graph.prepare(question).get()
        var evaluation = CheckEvaluation(graph: graph, subject: prepared.subject, question: question, isThorough: false)
        let result = evaluation.answer(prepared.object, prepared.relation)
        return evaluation.isWorthAnotherAttempt(at: prepared.relation) ? nil : result
    }

    @Test(arguments: [true, false])
    func `whatever the limit, the answer is that of counting each step`(isShort: Bool) throws {
        let seed = OracleTests.seed
        var random = SeededRandom(seed: seed)
        let model = try Model(parsing: isShort ? CountedStepsTests.shortSource : CountedStepsTests.source)
        let relations = isShort ? ["owner", "viewer"] : ["owner", "editor", "viewer", "r6", "reader"]
        var answers: [String: Int] = [:]
        for world in 0..<60 {
            var relationships: [RelationshipKey: Relationship] = [:]
            for _ in 0..<(20 + random.below(60)) {
                let relationship =
                    try isShort ? CountedStepsTests.shortRelationship(&random) : CountedStepsTests.relationship(&random)
                relationships[relationship.key] = relationship
            }
            let graph = Graph(model: model, relationships: Array(relationships.values), revision: Revision(rawValue: 1))
            for _ in 0..<40 {
                var limits = CheckLimits.unhurried
                limits.dispatches = 1 + random.below(16)
                let question = Question(
                    subject: try SubjectReference(type: "user", id: "\(random.below(6))"),
                    relation: random.pick(relations),
                    object: try ObjectReference(type: "folder", id: "\(random.below(20))"), now: GraphTests.now, limits: limits)
                let expected = OracleTests.kind(try #require(try counted(question, graph)))
                answers[expected, default: 0] += 1
                #expect(
                    OracleTests.kind(graph.check(question)) == expected,
                    """
                    seed \(seed), world \(world): \(question.subject) \(question.relation) \(question.object) \
                    within \(limits.dispatches ?? 0)
                    """)
            }
        }
        print("counted steps: seed \(seed), \(answers)")
        #expect(answers.count == 3)
    }

    @Test func `the same in worlds of every kind`() throws {
        try OracleTests.withWorlds("counted steps", seconds: 1) { world, random, seed in
            let graph = world.graph(using: &random)
            var count = 0
            for _ in 0..<30 {
                let asked = RandomWorld.question(using: &random)
                var limits = asked.limits
                limits.dispatches = 1 + random.below(8)
                let question = Question(
                    subject: asked.subject, relation: asked.relation, object: asked.object, context: asked.context, now: asked.now,
                    limits: limits)
                guard case .success = graph.prepare(question) else { continue }
                guard let expected = try counted(question, graph) else { continue }
                count += 1
                #expect(
                    OracleTests.kind(graph.check(question)) == OracleTests.kind(expected), OracleTests.describe(question, world, seed))
            }
            return count
        }
    }

    @Test(arguments: [shortSource, source])
    func `a chain ends where OpenFGA's ends`(source: String) throws {
        var lines = (0..<40).map { "folder:\($0)#parent@folder:\($0 + 1)" }
        lines += ["folder:40#viewer@user:anne", "folder:40#owner@user:bob"]
        let graph = Graph(
            model: try Model(parsing: source), relationships: try lines.map { try Relationship(parsing: $0) },
            revision: Revision(rawValue: 1))
        func answer(_ user: String, from folder: Int) throws -> String {
            var limits = CheckLimits.unhurried
            limits.dispatches = 25
            return OracleTests.kind(
                graph.check(
                    Question(
                        subject: try SubjectReference(type: "user", id: user), relation: "viewer",
                        object: try ObjectReference(type: "folder", id: "\(folder)"), now: GraphTests.now, limits: limits)))
        }
        #expect(try answer("anne", from: 16) == "allowed")
        #expect(try answer("anne", from: 15) == "failed")
        // One or two computed relations on top of the parents: owner, or editor and owner.
        let computed = source == CountedStepsTests.shortSource ? 1 : 2
        #expect(try answer("bob", from: 16 + computed) == "allowed")
        #expect(try answer("bob", from: 15 + computed) == "failed")
    }
}

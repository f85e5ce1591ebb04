import Foundation
import Testing

@testable import Permissions

/// Rows, sets and walks of every length, on graphs that change all the time, compared with sets worked out in the plainest way.
struct PlainSearchTests {
    private static let source = """
        model
          schema 1.1
        type user
        type group
          relations
            define member: [user, user:*, group#member]
        type folder
          relations
            define parent: [folder]
            define viewer: [user, group#member] or viewer from parent
        type doc
          relations
            define parent: [folder]
            define owner: [user]
            define viewer: [user, user:*, group#member] or owner or viewer from parent

        """

    /// What is stored, kept as text.
    private struct World {
        var relationships: [String: Relationship] = [:]

        var sorted: [Relationship] { relationships.sorted { $0.key < $1.key }.map(\.value) }

        mutating func apply(_ change: RelationshipChange) {
            switch change {
            case .touch(let relationship): relationships["\(relationship.key)"] = relationship
            case .delete(let key): relationships["\(key)"] = nil
            }
        }

        /// Everything that `subject` is in, by going up until nothing is new.
        func reached(by user: String) -> Set<String> {
            var reached: Set<String> = []
            var isGrowing = true
            while isGrowing {
                isGrowing = false
                for relationship in relationships.values {
                    let object = relationship.object
                    let subject = relationship.subject
                    let given: String
                    switch relationship.relation {
                    case "parent" where reached.contains("\(subject)#viewer"): given = "\(object)#viewer"
                    case "owner" where "\(subject)" == user: given = "\(object)#viewer"
                    case "member", "viewer":
                        let fits = "\(subject)" == user || subject.isWildcard || reached.contains("\(subject)")
                        guard fits else { continue }
                        given = "\(object)#\(relationship.relation)"
                    default: continue
                    }
                    if reached.insert(given).inserted { isGrowing = true }
                }
            }
            return reached
        }
    }

    private static func relationship(_ random: inout SeededRandom) -> String {
        let user = "user:\(random.below(12))"
        let group = "group:\(random.below(70))"
        let folder = "folder:\(random.below(50))"
        let doc = "doc:\(random.below(20))"
        switch random.below(9) {
        case 0, 1: return "\(group)#member@\(user)"
        case 2: return "\(group)#member@group:\(random.below(70))#member"
        case 3: return "\(folder)#parent@folder:\(random.below(50))"
        case 4: return "\(folder)#viewer@\(random.chance(30) ? user : group + "#member")"
        case 5: return "\(doc)#parent@\(folder)"
        case 6: return "\(doc)#owner@\(user)"
        case 7: return "\(doc)#viewer@\(group)#member"
        default: return random.chance(3) ? "\(random.chance(50) ? doc + "#viewer" : group + "#member")@user:*" : "\(doc)#viewer@\(user)"
        }
    }

    /// Shapes that chance does not make: rows with a count in a word of its own, a subject of too many sets, long ways.
    private static func shapes() -> [String] {
        (0..<400).map { "doc:long#viewer@user:reader\($0)" } + (0..<300).map { "doc:groups#viewer@group:wide\($0)#member" }
            + (0..<60).map { "group:wide\($0)#member@user:busy" } + (0..<60).map { "folder:way\($0)#parent@folder:way\($0 + 1)" }
            + [
                "folder:way60#viewer@user:far", "doc:far#parent@folder:way0", "group:top#member@group:wide7#member",
                "doc:top#viewer@group:top#member",
            ]
            + (0..<40).map { "group:link\($0 + 1)#member@group:link\($0)#member" }
            + ["group:link0#member@user:low", "doc:linked#viewer@group:link40#member", "doc:linked#viewer@group:link20#member"]
    }

    @Test
    func `answers are those of sets worked out by hand, whatever changed and however long the rows are`() throws {
        let seed = OracleTests.seed
        var random = SeededRandom(seed: seed)
        print("plain searches: seed \(seed)")
        var world = World()
        var changes: [RelationshipChange] = []
        for text in PlainSearchTests.shapes() { changes.append(.touch(try Relationship(parsing: text))) }
        for _ in 0..<250 { changes.append(.touch(try Relationship(parsing: PlainSearchTests.relationship(&random)))) }
        for change in changes { world.apply(change) }
        let model = try Model(parsing: PlainSearchTests.source)
        let now = GraphTests.now
        var graph = Graph(model: model, relationships: world.sorted, revision: Revision(rawValue: 1))
        let users = (0..<12).map { "\($0)" } + ["busy", "far", "low", "reader0", "reader254", "reader255", "reader399", "nobody"]
        let documents = (0..<20).map { "\($0)" } + ["long", "groups", "far", "top", "linked", "nothing"]
        for round in 1...12 {
            let gathered = graph.gathered()
            #expect(!gathered.isScattered && gathered.relationshipCount == graph.relationshipCount)
            for user in users {
                let reached = world.reached(by: "user:\(user)")
                let subject = try SubjectReference(type: "user", id: user)
                let asked = try documents.map {
                    Question(subject: subject, relation: "viewer", object: try ObjectReference(type: "doc", id: $0), now: now)
                }
                let together = graph.checkMany(asked)
                for (question, shared) in zip(asked, together) {
                    let expected: CheckResult = reached.contains("\(question.object)#viewer") ? .allowed : .denied
                    #expect(graph.check(question) == expected, "seed \(seed), round \(round), \(user) of \(question.object)")
                    #expect(shared == expected, "seed \(seed), round \(round), \(user) of \(question.object), together")
                    #expect(gathered.check(question) == expected, "seed \(seed), round \(round), \(user) of \(question.object), gathered")
                }
            }
            var next: [RelationshipChange] = []
            for _ in 0..<(round == 6 ? 400 : 25) {
                if random.chance(40), let stored = world.sorted.randomElement(using: &random) {
                    next.append(.delete(stored.key))
                } else {
                    next.append(.touch(try Relationship(parsing: PlainSearchTests.relationship(&random))))
                }
                if let change = next.last { world.apply(change) }
            }
            // Some rounds go on from the one and some from the other.
            graph = (round % 3 == 0 ? gathered : graph).applying(next, at: Revision(rawValue: UInt64(round + 1)))
        }
    }

    @Test
    func `an edge that expires decides only the questions it can decide`() throws {
        let model = try Model(parsing: PlainSearchTests.source)
        let now = GraphTests.now
        func expiring(_ text: String, _ seconds: Double) throws -> Relationship {
            let plain = try Relationship(parsing: text)
            return Relationship(
                object: plain.object, relation: plain.relation, subject: plain.subject, condition: nil,
                expiresAt: now.addingTimeInterval(seconds))
        }
        let graph = Graph(
            model: model,
            relationships: [
                try expiring("doc:1#viewer@user:guest", 60), try expiring("doc:1#viewer@user:late", -60),
                try Relationship(parsing: "doc:1#viewer@group:staff#member"), try Relationship(parsing: "group:staff#member@user:anne"),
                try expiring("doc:2#parent@folder:1", 60), try expiring("doc:3#parent@folder:1", -60),
                try Relationship(parsing: "folder:1#viewer@user:bob"), try expiring("group:night#member@user:carl", 60),
                try Relationship(parsing: "doc:4#viewer@group:night#member"),
            ],
            revision: Revision(rawValue: 1))
        func check(_ user: String, _ document: String, after seconds: Double = 0) throws -> CheckResult {
            graph.check(
                Question(
                    subject: try SubjectReference(type: "user", id: user), relation: "viewer",
                    object: try ObjectReference(type: "doc", id: document), now: now.addingTimeInterval(seconds)))
        }
        #expect(try check("guest", "1") == .allowed)
        #expect(try check("guest", "1", after: 60) == .denied)
        #expect(try check("late", "1") == .denied)
        #expect(try check("anne", "1") == .allowed)
        #expect(try check("bob", "1") == .denied)
        #expect(try check("bob", "2") == .allowed)
        #expect(try check("bob", "2", after: 61) == .denied)
        #expect(try check("bob", "3") == .denied)
        #expect(try check("carl", "4") == .allowed)
        #expect(try check("carl", "4", after: 61) == .denied)
    }
}

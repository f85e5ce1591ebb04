@testable import Permissions

/// How many relationships the shortest proof of each relation of each object needs, worked out for all of them until nothing changes.
struct NaiveCosts {
    private var evaluator: NaiveEvaluator
    private let subject: SubjectReference
    private let visible: [String: [Relationship]]
    private(set) var costs: [String: Int] = [:]

    init(_ evaluator: NaiveEvaluator, subject: SubjectReference, objects: [ObjectReference]) throws {
        self.evaluator = evaluator
        self.subject = subject
        var visible: [String: [Relationship]] = [:]
        for object in objects {
            for relation in evaluator.relations(of: object.type) {
                visible["\(object)#\(relation.name.text)"] = evaluator.holding(object, relation.name.text)
            }
        }
        self.visible = visible
        var isStable = false
        while !isStable {
            isStable = true
            for object in objects {
                for relation in evaluator.relations(of: object.type) {
                    let node = "\(object)#\(relation.name.text)"
                    let cost = subject.description == node ? 0 : try cost(relation.rewrite, relation.name.text, object)
                    guard let cost, costs[node].map({ cost < $0 }) ?? true else { continue }
                    costs[node] = cost
                    isStable = false
                }
            }
        }
    }

    private mutating func cost(_ rewrite: Rewrite, _ relation: String, _ object: ObjectReference) throws -> Int? {
        switch rewrite {
        case .direct:
            return visible["\(object)#\(relation)"]?.compactMap { given in
                let covers = given.subject.isWildcard && subject.relation == nil && given.subject.type == subject.type
                return given.subject == subject || covers ? 1 : costs[given.subject.description].map { $0 + 1 }
            }.min()
        case .computed(let name): return costs["\(object)#\(name.text)"]
        case .fromParent(let name, let parent):
            return visible["\(object)#\(parent.text)"]?.compactMap { costs["\($0.subject)#\(name.text)"].map { $0 + 1 } }.min()
        case .union(let parts): return try parts.compactMap { try cost($0, relation, object) }.min()
        case .intersection(let parts):
            let found = try parts.map { try cost($0, relation, object) }
            return found.contains(nil) ? nil : found.compactMap { $0 }.reduce(0, +)
        case .exclusion(let base, let subtracted):
            guard let cost = try cost(base, relation, object) else { return nil }
            return try evaluator.check(subtracted, of: relation, object, subject) == .no ? cost : nil
        }
    }
}

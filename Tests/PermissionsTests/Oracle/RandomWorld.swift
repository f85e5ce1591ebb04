import Expressions
import Foundation

@testable import Permissions

/// A random model with random relationships, small enough to hold every kind of circle, overlap and dead end.
struct RandomWorld {
    static let now = Date(timeIntervalSince1970: 1_790_000_000)
    static let relationNames = ["r0", "r1", "r2", "r3"]
    static let objectTypes = ["group", "folder", "doc"]
    /// The ids of all objects.
    static let ids = ["0", "1", "2"]

    let source: String
    let model: Model
    private(set) var relationships: [RelationshipKey: Relationship] = [:]

    init(using random: inout SeededRandom) {
        while true {
            let source = RandomWorld.modelSource(using: &random)
            if let model = try? Model(parsing: source) {
                self.source = source
                self.model = model
                break
            }
        }
        for _ in 0..<random.below(70) + 10 { add(using: &random) }
    }

    // MARK: Model

    private static func modelSource(using random: inout SeededRandom) -> String {
        var lines = ["model", "  schema 1.1", "type user", "type agent"]
        for type in objectTypes {
            lines += ["type \(type)", "  relations"]
            let parents = objectTypes.filter { _ in random.chance(50) }
            let shownParents = parents.isEmpty ? [type] : parents
            // Some parents with and without a condition.
            let accepted = shownParents.flatMap { random.chance(15) ? [$0, "\($0) with small"] : [$0 + withCondition(8, &random)] }
            lines.append("    define parent: [\(accepted.joined(separator: ", "))]")
            for index in relationNames.indices {
                let rule = index == 0 ? restrictions(using: &random) : rule(depth: 0, allowsDirect: true, below: index, using: &random)
                lines.append("    define \(relationNames[index]): \(rule)")
            }
        }
        lines += ["condition small(x: int) {", "  x < 10", "}", "condition even(y: int, x: int) {", "  y == x", "}"]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func withCondition(_ percent: Int, _ random: inout SeededRandom) -> String {
        random.chance(percent) ? " with \(random.pick(["small", "even"]))" : ""
    }

    private static func rule(depth: Int, allowsDirect: Bool, below index: Int, using random: inout SeededRandom) -> String {
        let first = operand(depth: depth, allowsDirect: allowsDirect, below: index, using: &random)
        switch random.below(depth == 0 ? 10 : 6) {
        case 0, 1: return "\(first) or \(operand(depth: depth, allowsDirect: false, below: index, using: &random))"
        case 2: return "\(first) and \(operand(depth: depth, allowsDirect: false, below: index, using: &random))"
        case 3, 4: return "\(first) but not \(operand(depth: depth, allowsDirect: false, below: index, using: &random))"
        default: return first
        }
    }

    private static func operand(depth: Int, allowsDirect: Bool, below index: Int, using random: inout SeededRandom) -> String {
        if allowsDirect, random.chance(60) { return restrictions(using: &random) }
        if depth < 2, random.chance(20) { return "(\(rule(depth: depth + 1, allowsDirect: allowsDirect, below: index, using: &random)))" }
        // Computed relations look down only, for a model without circles; relationships make circles of their own.
        return random.chance(50) ? relationNames[random.below(index)] : "\(random.pick(relationNames)) from parent"
    }

    private static func restrictions(using random: inout SeededRandom) -> String {
        var found = [random.pick(["user", "user:*", "agent"]) + withCondition(12, &random)]
        for _ in 0..<random.below(3) {
            let text =
                random.chance(75)
                ? "\(random.pick(objectTypes))#\(random.pick(relationNames))" : random.pick(["user", "user:*", "agent:*"])
            let restriction = text + withCondition(12, &random)
            if !found.contains(restriction) { found.append(restriction) }
        }
        return "[\(found.joined(separator: ", "))]"
    }

    // MARK: Relationships

    static func subject(using random: inout SeededRandom) -> SubjectReference {
        let text =
            switch random.below(10) {
            case 0..<5: "user:u\(random.below(3))"
            case 5: "agent:a\(random.below(2))"
            case 6: "user:*"
            default: "\(random.pick(objectTypes)):\(random.below(3))#\(random.pick(relationNames))"
            }
        return reference(text)
    }

    private static func reference(_ text: String) -> SubjectReference {
        do { return try SubjectReference(parsing: text) } catch { preconditionFailure("`\(text)` is no subject") }
    }

    static func object(using random: inout SeededRandom) -> ObjectReference {
        do { return try ObjectReference(type: random.pick(objectTypes), id: String(random.below(3))) } catch { preconditionFailure() }
    }

    /// Mostly relationships the model accepts; some that it does not, which must not count.
    static func relationship(for model: Model, using random: inout SeededRandom) -> Relationship {
        let definition = model.definition
        let assignable = definition.relations.filter { !$0.restrictions.isEmpty }
        let relation = random.pick(assignable)
        let restriction = random.pick(relation.restrictions)
        let object = reference("\(definition.types[relation.type].name):\(random.below(3))")
        var relationship = Relationship(
            object: ObjectReference(uncheckedType: object.type, id: object.id), relation: relation.name,
            subject: random.chance(3) ? subject(using: &random) : subject(of: restriction, definition, using: &random))
        if let number = restriction.condition, !random.chance(3) {
            relationship.condition = ConditionReference(
                name: definition.conditions[number].name, context: context(for: definition.conditions[number].name, using: &random))
        }
        if random.chance(15) { relationship.expiresAt = now.addingTimeInterval(random.pick([-1, 0, 1])) }
        return relationship
    }

    private static func subject(
        of restriction: Restriction, _ definition: ModelDefinition, using random: inout SeededRandom
    ) -> SubjectReference {
        switch restriction.subject {
        case .object(let type): reference("\(definition.types[type].name):\(id(of: definition.types[type].name, using: &random))")
        case .wildcard(let type): reference("\(definition.types[type].name):*")
        case .relation(let number):
            reference("\(definition.types[definition.relations[number].type].name):\(random.below(3))#\(definition.relations[number].name)")
        }
    }

    private static func id(of type: String, using random: inout SeededRandom) -> String {
        switch type {
        case "user": "u\(random.below(3))"
        case "agent": "a\(random.below(2))"
        default: String(random.below(3))
        }
    }

    private static func context(for condition: String, using random: inout SeededRandom) -> [String: Value] {
        var context: [String: Value] = [:]
        if random.chance(50) { context["x"] = .int(Int64(random.pick([1, 50]))) }
        if condition == "even", random.chance(60) { context["y"] = .int(Int64(random.pick([1, 50]))) }
        return context
    }

    mutating func add(using random: inout SeededRandom) {
        let relationship = RandomWorld.relationship(for: model, using: &random)
        relationships[relationship.key] = relationship
    }

    /// A change, already applied to this world.
    mutating func change(using random: inout SeededRandom) -> RelationshipChange {
        if random.chance(40), let key = relationships.keys.sorted(by: { $0.description < $1.description }).randomElement(using: &random) {
            relationships[key] = nil
            return .delete(key)
        }
        let relationship = RandomWorld.relationship(for: model, using: &random)
        relationships[relationship.key] = relationship
        return .touch(relationship)
    }

    var sorted: [Relationship] { relationships.values.sorted { $0.description < $1.description } }

    // MARK: Questions

    static func question(using random: inout SeededRandom) -> Question {
        var context: [String: Value] = [:]
        if random.chance(60) { context["x"] = .int(Int64(random.pick([1, 50]))) }
        if random.chance(60) { context["y"] = .int(Int64(random.pick([1, 50]))) }
        return Question(
            subject: subject(using: &random), relation: random.pick(relationNames), object: object(using: &random), context: context,
            now: now.addingTimeInterval(random.pick([-1, -0.5, 0, 0.5, 1])))
    }

    /// Its graph, built at once or changed step by step, gathered or not; the changes are made to the world as well.
    mutating func graph(using random: inout SeededRandom) -> Graph {
        var graph = Graph(model: model, relationships: sorted, revision: Revision(rawValue: 1))
        guard random.chance(60) else { return graph }
        for step in 0..<random.below(6) {
            let changes = (0...random.below(6)).map { _ in change(using: &random) }
            graph = graph.applying(changes, at: Revision(rawValue: UInt64(step + 2)))
            if random.chance(20) { graph = graph.gathered() }
        }
        return graph
    }

    /// The relationship with values for which its condition holds.
    static func holding(_ relationship: Relationship) -> Relationship {
        var relationship = relationship
        relationship.condition = relationship.condition.map {
            ConditionReference(name: $0.name, context: $0.name == "even" ? ["x": .int(1), "y": .int(1)] : ["x": .int(1)])
        }
        return relationship
    }

    /// The conditions of the random models, decided without the expression language.
    static func decide(_ name: String, _ context: [String: Value]) -> Bool? {
        guard case .int(let x)? = context["x"] else { return nil }
        guard name == "even" else { return x < 10 }
        guard case .int(let y)? = context["y"] else { return nil }
        return y == x
    }
}

extension Question {
    /// The same question about others.
    func with(subject: SubjectReference, object: ObjectReference) -> Question {
        Question(
            subject: subject, relation: relation, object: object, contextual: contextual, context: context, now: now, limits: limits)
    }
}

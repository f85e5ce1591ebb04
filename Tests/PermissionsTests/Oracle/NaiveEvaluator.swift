import Expressions
import Foundation

@testable import Permissions

/// The semantics of the OpenFGA language in their plainest form: every path is walked, nothing is remembered, nothing is cut short.
///
/// It shares the parser with the module and nothing else. Slow on purpose; it stays as the measure of the fast evaluator.
struct NaiveEvaluator {
    enum Result: Equatable { case yes, no, circle, failed }

    struct TooManySteps: Error {}

    let syntax: ModelSyntax
    /// By object and relation.
    private let relationships: [String: [Relationship]]
    var context: [String: Value]
    var now: Date
    /// Decides a condition by name; nil stands for a failure.
    let condition: (String, [String: Value]) -> Bool?
    /// Whether a condition that cannot be decided counts for nothing where what lies behind it says no.
    var looksBehindConditions = false
    private var steps = 0

    init(
        source: String, relationships: [Relationship], context: [String: Value] = [:], now: Date,
        condition: @escaping (String, [String: Value]) -> Bool? = { _, _ in nil }
    ) {
        syntax = ModelParser.parse(source).syntax
        self.relationships = Dictionary(grouping: relationships) { "\($0.object)#\($0.relation)" }
        self.context = context
        self.now = now
        self.condition = condition
    }

    mutating func check(_ object: ObjectReference, _ relation: String, _ subject: SubjectReference) throws -> Result {
        steps = 0
        return try check(object, relation, subject, path: [])
    }

    /// A part of a relation's rule.
    mutating func check(_ rewrite: Rewrite, of relation: String, _ object: ObjectReference, _ subject: SubjectReference) throws -> Result {
        steps = 0
        guard let definition = self.relation(relation, of: object.type) else { return .no }
        return try run(rewrite, of: definition, object, subject, path: [])
    }

    func relations(of type: String) -> [RelationSyntax] { syntax.types.first { $0.name.text == type }?.relations ?? [] }

    /// Relationships of the object that count now.
    func holding(_ object: ObjectReference, _ relation: String) -> [Relationship] {
        visible(object, relation).filter { gate($0) == .yes }
    }

    private mutating func check(_ object: ObjectReference, _ relation: String, _ subject: SubjectReference, path: [String]) throws -> Result
    {
        steps += 1
        if steps > 3_000 { throw TooManySteps() }
        let node = "\(object)#\(relation)"
        if path.contains(node) { return .circle }
        if subject.description == node { return .yes }
        guard let definition = self.relation(relation, of: object.type) else { return .no }
        return try run(definition.rewrite, of: definition, object, subject, path: path + [node])
    }

    private mutating func run(
        _ rewrite: Rewrite, of relation: RelationSyntax, _ object: ObjectReference, _ subject: SubjectReference, path: [String]
    ) throws -> Result {
        switch rewrite {
        case .direct: return try direct(relation.name.text, object, subject, path: path)
        case .computed(let name): return try check(object, name.text, subject, path: path)
        case .fromParent(let name, let parent): return try fromParent(name.text, parent.text, object, subject, path: path)
        case .union(let parts):
            return NaiveEvaluator.any(try parts.map { try run($0, of: relation, object, subject, path: path) })
        case .intersection(let parts):
            let results = try parts.map { try run($0, of: relation, object, subject, path: path) }
            if results.contains(.no) { return .no }
            if results.contains(.circle) { return .circle }
            return results.contains(.failed) ? .failed : .yes
        case .exclusion(let base, let subtracted):
            let given = try run(base, of: relation, object, subject, path: path)
            let taken = try run(subtracted, of: relation, object, subject, path: path)
            if given == .no || given == .circle { return given }
            if taken == .yes { return .no }
            if taken == .circle { return .circle }
            return given == .failed || taken == .failed ? .failed : .yes
        }
    }

    private static func any(_ results: [Result]) -> Result {
        if results.contains(.yes) { return .yes }
        if results.contains(.failed) { return .failed }
        return results.contains(.circle) ? .circle : .no
    }

    private mutating func direct(_ relation: String, _ object: ObjectReference, _ subject: SubjectReference, path: [String]) throws
        -> Result
    {
        var results: [Result] = []
        for relationship in visible(object, relation) {
            let given = relationship.subject
            let covers = given.isWildcard && subject.relation == nil && !subject.isWildcard && given.type == subject.type
            guard given == subject || covers || given.relation != nil else { continue }
            let gate = gate(relationship)
            if given == subject || covers {
                results.append(gate)
            } else if let next = given.relation {
                results.append(
                    try gated(gate) { try $0.check(ObjectReference(type: given.type, id: given.id), next, subject, path: path) })
            }
        }
        return NaiveEvaluator.any(results)
    }

    private mutating func gated(_ gate: Result, _ far: (inout NaiveEvaluator) throws -> Result) rethrows -> Result {
        guard gate == .yes || gate == .failed && looksBehindConditions else { return gate }
        let result = try far(&self)
        return gate == .failed && result == .yes ? .failed : result
    }

    private mutating func fromParent(
        _ relation: String, _ parent: String, _ object: ObjectReference, _ subject: SubjectReference, path: [String]
    ) throws -> Result {
        var results: [Result] = []
        for relationship in visible(object, parent) where self.relation(relation, of: relationship.subject.type) != nil {
            let next = try ObjectReference(type: relationship.subject.type, id: relationship.subject.id)
            results.append(try gated(gate(relationship)) { try $0.check(next, relation, subject, path: path) })
        }
        return NaiveEvaluator.any(results)
    }

    private func relation(_ name: String, of type: String) -> RelationSyntax? {
        syntax.types.first { $0.name.text == type }?.relations.first { $0.name.text == name }
    }

    /// Relationships of the object that the model accepts and that have not expired.
    private func visible(_ object: ObjectReference, _ relation: String) -> [Relationship] {
        guard let definition = self.relation(relation, of: object.type) else { return [] }
        return (relationships["\(object)#\(relation)"] ?? []).filter { relationship in
            if let expiresAt = relationship.expiresAt, expiresAt <= now { return false }
            let subject = relationship.subject
            let target: RestrictionTarget = subject.relation.map { .relation($0) } ?? (subject.isWildcard ? .wildcard : .object)
            return definition.restrictions.contains {
                $0.type == subject.type && $0.target == target && $0.condition?.text == relationship.condition?.name
            }
        }
    }

    private func gate(_ relationship: Relationship) -> Result {
        guard let reference = relationship.condition else { return .yes }
        switch condition(reference.name, context.merging(reference.context) { $1 }) {
        case true?: return .yes
        case false?: return .no
        case nil: return .failed
        }
    }
}

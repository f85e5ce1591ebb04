import API
import Permissions
import Store

extension Relationship {
    init(_ body: RelationshipBody) throws {
        let condition = body.condition.map { condition in
            ConditionReference(name: condition.name, context: ConditionContext.values(condition.context ?? [:]))
        }
        self.init(
            object: try ObjectReference(parsing: body.object), relation: body.relation,
            subject: try SubjectReference(parsing: body.subject),
            condition: condition, expiresAt: body.expiresAt)
    }
}

extension RelationshipBody {
    init(_ relationship: Relationship) {
        self.init(
            object: relationship.object.description, relation: relationship.relation, subject: relationship.subject.description,
            condition: relationship.condition.map(ConditionBody.init), expiresAt: relationship.expiresAt)
    }
}

extension ConditionBody {
    init(_ condition: ConditionReference) {
        self.init(name: condition.name, context: condition.context.isEmpty ? nil : condition.context.mapValues { JSONValue($0) })
    }
}

extension RelationshipUpdate {
    /// The steps of a write, bounded and each relationship named once.
    static func list(_ body: RelationshipChanges) throws -> [RelationshipUpdate] {
        let count = body.touch.count + body.delete.count + body.create.count
        guard count > 0 else { throw Refusal(.invalidRequest, "give at least one relationship in `touch`, `create` or `delete`") }
        guard count <= RelationshipChanges.maximumCount else {
            throw Refusal(.tooManyItems, "\(count) relationships are given, \(RelationshipChanges.maximumCount) are allowed in one request")
        }
        let updates =
            try body.touch.map { RelationshipUpdate.touch(try Relationship($0)) }
            + body.create.map { RelationshipUpdate.create(try Relationship($0)) }
            + body.delete.map { RelationshipUpdate.delete(try Relationship($0).key) }
        var seen: [RelationshipKey: Int] = [:]
        for (index, update) in updates.enumerated() {
            guard let other = seen.updateValue(index, forKey: update.key) else { continue }
            let places = "\(place(other, in: body)) and \(place(index, in: body))"
            throw Refusal(.duplicateRelationship, "`\(update.key)` is given twice, in \(places): name it once, for which of them is meant?")
        }
        return updates
    }

    /// Where in the body the step of the list stands, such as `delete` 1.
    static func place(_ index: Int, in body: RelationshipChanges) -> String {
        if index < body.touch.count { return "`touch` \(index + 1)" }
        if index < body.touch.count + body.create.count { return "`create` \(index - body.touch.count + 1)" }
        return "`delete` \(index - body.touch.count - body.create.count + 1)"
    }
}

extension RelationshipChanges.Conflict {
    var answer: WriteMode.Answer {
        switch self {
        case .error: .error
        case .ignore: .ignore
        }
    }
}

extension RelationshipPattern {
    /// A part that no reference can hold is refused, so that a slip of the pen does not look like an empty answer.
    init(_ body: RelationshipPatternBody) throws {
        _ = try ObjectReference(type: body.objectType, id: body.objectID ?? "x")
        if body.subjectType != nil || body.subjectID != nil {
            _ = try SubjectReference(type: body.subjectType ?? "x", id: body.subjectID ?? "x")
        }
        if let relation = body.relation { _ = try ReferenceRules.checked(relation: relation) }
        // An empty one stands for subjects that are no sets.
        if let relation = body.subjectRelation, !relation.isEmpty { _ = try ReferenceRules.checked(relation: relation) }
        self.init(
            objectType: body.objectType, objectID: body.objectID, relation: body.relation, subjectType: body.subjectType,
            subjectID: body.subjectID, subjectRelation: body.subjectRelation)
    }
}

extension Precondition {
    init(_ body: PreconditionBody) throws {
        self.init(pattern: try RelationshipPattern(body.pattern), mustMatch: body.mustMatch)
    }
}

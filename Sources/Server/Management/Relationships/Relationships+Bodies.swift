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
        var seen: Set<RelationshipKey> = []
        let updates =
            try body.touch.map { RelationshipUpdate.touch(try Relationship($0)) }
            + body.create.map { RelationshipUpdate.create(try Relationship($0)) }
            + body.delete.map { RelationshipUpdate.delete(try Relationship($0).key) }
        for update in updates where !seen.insert(update.key).inserted {
            throw Refusal(.invalidRequest, "the relationship `\(update.key)` is given twice")
        }
        return updates
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

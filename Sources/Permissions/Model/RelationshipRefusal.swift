/// Why a model does not accept a relationship.
package struct RelationshipRefusal: Error, Hashable, Sendable {
    package enum Code: String, Sendable, CaseIterable {
        case unknownType = "unknown_type"
        case unknownRelation = "unknown_relation"
        case notAssignable = "relation_not_assignable"
        case subjectNotAllowed = "subject_not_allowed"
        case impliedRelationship = "implied_relationship"
        case unknownCondition = "unknown_condition"
        case conditionRequired = "condition_required"
        case conditionNotAllowed = "condition_not_allowed"
        case invalidConditionContext = "invalid_condition_context"
    }

    package let kind: Code
    package let message: String

    package var code: String { kind.rawValue }

    init(_ kind: Code, _ message: String) {
        self.kind = kind
        self.message = message
    }
}

/// Why a question has no answer.
package struct CheckFailure: Error, Hashable, Sendable {
    package enum Code: String, Sendable, CaseIterable {
        case unknownType = "unknown_type"
        case unknownRelation = "unknown_relation"
        case invalidContextualRelationship = "invalid_contextual_relationship"
        case invalidContextualCondition = "invalid_contextual_condition"
        /// Two of the contextual relationships say different things of the same object, relation and subject.
        case duplicateContextualRelationship = "duplicate_contextual_relationship"
        case tooManyContextualRelationships = "too_many_contextual_relationships"
        case missingParameter = "missing_parameter"
        case conditionFailed = "condition_failed"
        case tooDeep = "too_deep"
        case tooMuchWork = "too_much_work"
        case tooMuchTime = "too_much_time"
        /// The subject of a list has a type or relation the model does not define.
        case invalidSubject = "invalid_subject"
        case invalidPosition = "invalid_position"
    }

    package let kind: Code
    package let message: String

    /// Whether a limit was reached, so that nothing is known.
    package var isLimit: Bool { kind == .tooDeep || kind == .tooMuchWork || kind == .tooMuchTime }

    package var code: String { kind.rawValue }

    init(_ kind: Code, _ message: String) {
        self.kind = kind
        self.message = message
    }
}

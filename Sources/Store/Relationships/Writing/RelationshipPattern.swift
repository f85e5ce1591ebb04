import Permissions

/// Which relationships are meant; nil leaves a part open.
package struct RelationshipPattern: Sendable, Hashable {
    package var objectType: String
    package var objectID: String?
    package var relation: String?
    package var subjectType: String?
    package var subjectID: String?
    /// Empty for subjects that are not a set, such as `user:anne`.
    package var subjectRelation: String?

    package init(
        objectType: String, objectID: String? = nil, relation: String? = nil, subjectType: String? = nil, subjectID: String? = nil,
        subjectRelation: String? = nil
    ) {
        self.objectType = objectType
        self.objectID = objectID
        self.relation = relation
        self.subjectType = subjectType
        self.subjectID = subjectID
        self.subjectRelation = subjectRelation
    }

    /// The conditions on columns with the values to bind, in order.
    var columns: [(name: String, value: String)] {
        let parts: [(String, String?)] = [
            ("object_type", objectType), ("object_id", objectID), ("relation", relation), ("subject_type", subjectType),
            ("subject_id", subjectID), ("subject_relation", subjectRelation),
        ]
        return parts.compactMap { name, value in value.map { (name, $0) } }
    }
}

extension RelationshipPattern {
    /// The pattern without the id of the object.
    var key: KeyPattern {
        KeyPattern(
            objectType: objectType, relations: relation.map { [$0] }, subjectType: subjectType, subjectID: subjectID,
            subjectRelation: subjectRelation)
    }
}

/// What must hold, in the transaction of a write, for it to happen.
package struct Precondition: Sendable, Hashable {
    package var pattern: RelationshipPattern
    /// Whether some relationship must match, or none may.
    package var mustMatch: Bool

    package init(pattern: RelationshipPattern, mustMatch: Bool) {
        self.pattern = pattern
        self.mustMatch = mustMatch
    }
}

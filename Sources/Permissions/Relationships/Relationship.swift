package import struct Foundation.Date

/// One fact of the graph: a subject has a relation to an object, perhaps under a condition, perhaps until a time.
package struct Relationship: Hashable, Sendable, CustomStringConvertible {
    package var object: ObjectReference
    package var relation: String
    package var subject: SubjectReference
    package var condition: ConditionReference?
    /// The first moment at which the relationship no longer exists.
    package var expiresAt: Date?

    package init(
        object: ObjectReference, relation: String, subject: SubjectReference, condition: ConditionReference? = nil, expiresAt: Date? = nil
    ) {
        self.object = object
        self.relation = relation
        self.subject = subject
        self.condition = condition
        self.expiresAt = expiresAt
    }

    /// Reads `tool:x#caller@user:anne`; condition and expiry have no place in this form.
    package init(parsing text: String) throws(InvalidReference) {
        let form = "write the relationship as `type:id#relation@type:id`"
        guard let hash = text.utf8.firstIndex(of: UInt8(ascii: "#")) else { throw InvalidReference(text: text, reason: form) }
        let rest = text[text.utf8.index(after: hash)...]
        guard let at = rest.utf8.firstIndex(of: UInt8(ascii: "@")) else { throw InvalidReference(text: text, reason: form) }
        let relation = String(rest[..<at])
        try ReferenceRules.checkRelation(relation)
        object = try ObjectReference(parsing: String(text[..<hash]))
        self.relation = relation
        subject = try SubjectReference(parsing: String(rest[rest.utf8.index(after: at)...]))
        condition = nil
        expiresAt = nil
    }

    package var key: RelationshipKey { RelationshipKey(object: object, relation: relation, subject: subject) }

    package var description: String { key.description }

    package static func == (first: Relationship, second: Relationship) -> Bool {
        first.key == second.key && first.condition == second.condition && first.expiresAt == second.expiresAt
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(key)
        hasher.combine(condition)
        hasher.combine(expiresAt)
    }
}

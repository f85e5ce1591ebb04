/// What makes a relationship unique: object, relation and subject, without condition and expiry.
package struct RelationshipKey: Hashable, Sendable, CustomStringConvertible {
    package let object: ObjectReference
    package let relation: String
    package let subject: SubjectReference

    package init(object: ObjectReference, relation: String, subject: SubjectReference) {
        self.object = object
        self.relation = relation
        self.subject = subject
    }

    /// Reads `tool:x#caller@user:anne`.
    package init(parsing text: String) throws(InvalidReference) {
        self = try Relationship(parsing: text).key
    }

    package var description: String { "\(object)#\(relation)@\(subject)" }

    package static func == (first: RelationshipKey, second: RelationshipKey) -> Bool {
        first.object == second.object && first.subject == second.subject && sameBytes(first.relation, second.relation)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(object)
        hasher.combine(bytesOf: relation)
        hasher.combine(subject)
    }
}

extension RelationshipKey: Comparable {
    /// The order of the bytes, part by part from the type of the object on; it is also that of the table.
    package static func < (first: RelationshipKey, second: RelationshipKey) -> Bool {
        var order = compareBytes(first.object.type, second.object.type)
        if order == 0 { order = compareBytes(first.object.id, second.object.id) }
        if order == 0 { order = compareBytes(first.relation, second.relation) }
        if order == 0 { order = compareBytes(first.subject.type, second.subject.type) }
        if order == 0 { order = compareBytes(first.subject.id, second.subject.id) }
        if order == 0 { order = compareBytes(first.subject.relation ?? "", second.subject.relation ?? "") }
        return order < 0
    }
}

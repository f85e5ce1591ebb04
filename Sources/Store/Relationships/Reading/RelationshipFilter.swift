package import Foundation
package import Permissions

/// Which relationships to read; nil leaves a part open.
package struct RelationshipFilter: Sendable, Equatable {
    package var object: ObjectReference?
    /// All objects of a type.
    package var objectType: String?
    package var relation: String?
    /// Any of these relations.
    package var relations: [String]?
    package var subject: SubjectReference?
    /// All subjects of a type, sets and `*` included.
    package var subjectType: String?

    /// Relations that one filter may name.
    package static let relationLimit = 100

    package init(
        object: ObjectReference? = nil, objectType: String? = nil, relation: String? = nil, relations: [String]? = nil,
        subject: SubjectReference? = nil, subjectType: String? = nil
    ) {
        self.object = object
        self.objectType = objectType
        self.relation = relation
        self.relations = relations
        self.subject = subject
        self.subjectType = subjectType
    }

    /// Tells cursors of this filter from those of another.
    var mark: String {
        let parts = columns.map { [$0.name, $0.value] } + [relations.map { ["relations"] + $0.sorted() } ?? []]
        return String(SHA256Digest.hexadecimal(of: String(describing: parts).utf8).prefix(16))
    }

    /// What a graph can be asked for; nil when the order of the table leads to the rows anyway, or a part is named twice.
    var key: KeyPattern? {
        let namesOne = relation != nil || relations != nil || subject != nil || subjectType != nil
        let namesTwice = relation != nil && relations != nil || subject != nil && subjectType != nil
        guard object == nil, namesOne, !namesTwice else { return nil }
        return KeyPattern(
            objectType: objectType, relations: relations ?? relation.map { [$0] }, subjectType: subject?.type ?? subjectType,
            subjectID: subject?.id, subjectRelation: subject.map { $0.relation ?? "" })
    }

    /// Columns that must have a value, with the value.
    var columns: [(name: String, value: String)] {
        let parts: [(String, String?)] = [
            ("object_type", object?.type), ("object_type", objectType), ("object_id", object?.id), ("relation", relation),
            ("subject_type", subject?.type), ("subject_type", subjectType), ("subject_id", subject?.id),
            ("subject_relation", subject.map { $0.relation ?? "" }),
        ]
        return parts.compactMap { name, value in value.map { (name, $0) } }
    }
}

/// A relationship with the time at which it was written last.
package struct WrittenRelationship: Sendable, Equatable {
    package let relationship: Relationship
    /// The beginning of 1970 for one that was written before times were kept.
    package let writtenAt: Date
}

/// One page of a list, with the cursor of the next one where there is more.
package struct Page<Item: Sendable>: Sendable {
    package let items: [Item]
    package let next: String?
}

/// Which keys are meant, whatever the ids of their objects; nil leaves a part open.
package struct KeyPattern: Sendable, Hashable {
    package var objectType: String?
    /// Any of these.
    package var relations: [String]?
    package var subjectType: String?
    package var subjectID: String?
    /// Empty for subjects that are not a set, such as `user:anne`.
    package var subjectRelation: String?

    package init(
        objectType: String? = nil, relations: [String]? = nil, subjectType: String? = nil, subjectID: String? = nil,
        subjectRelation: String? = nil
    ) {
        self.objectType = objectType
        self.relations = relations
        self.subjectType = subjectType
        self.subjectID = subjectID
        self.subjectRelation = subjectRelation
    }

    /// Whether edges of the class may match; with the subject's id open, all of them do.
    func matches(_ edgeClass: EdgeClass) -> Bool {
        let subjectRelation = if case .relation(let name) = edgeClass.subject { name } else { "" }
        return KeyPattern.isOpen(objectType, or: edgeClass.objectType) && KeyPattern.isOpen(subjectType, or: edgeClass.subjectType)
            && KeyPattern.isOpen(self.subjectRelation, or: subjectRelation)
            && (relations.map { $0.contains { sameBytes($0, edgeClass.relation) } } ?? true)
    }

    private static func isOpen(_ part: String?, or name: String) -> Bool { part.map { sameBytes($0, name) } ?? true }
}

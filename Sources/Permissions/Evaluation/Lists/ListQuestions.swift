/// To which objects of a type has the subject the relation?
package struct ListObjectsQuestion: Sendable {
    package let subject: SubjectReference
    package let relation: String
    package let objectType: String
    package let scope: QuestionScope

    package init(subject: SubjectReference, relation: String, objectType: String, scope: QuestionScope) {
        self.subject = subject
        self.relation = relation
        self.objectType = objectType
        self.scope = scope
    }
}

/// Which subjects of a type, or sets `type:id#relation` when `subjectRelation` is given, have the relation to the object?
package struct ListSubjectsQuestion: Sendable {
    package let object: ObjectReference
    package let relation: String
    package let subjectType: String
    package let subjectRelation: String?
    package let scope: QuestionScope

    package init(object: ObjectReference, relation: String, subjectType: String, subjectRelation: String? = nil, scope: QuestionScope) {
        self.object = object
        self.relation = relation
        self.subjectType = subjectType
        self.subjectRelation = subjectRelation
        self.scope = scope
    }
}

package import Permissions

/// Which changes a watcher wants; nil leaves a part open.
package struct ChangeFilter: Sendable, Hashable {
    package var objectTypes: Set<String>?
    package var relations: Set<String>?
    package var subjectTypes: Set<String>?
    package var object: ObjectReference?
    package var subject: SubjectReference?

    package init(
        objectTypes: Set<String>? = nil, relations: Set<String>? = nil, subjectTypes: Set<String>? = nil, object: ObjectReference? = nil,
        subject: SubjectReference? = nil
    ) {
        self.objectTypes = objectTypes
        self.relations = relations
        self.subjectTypes = subjectTypes
        self.object = object
        self.subject = subject
    }

    /// The same text for the same filter, and another for every other.
    package var identity: String {
        let sets = [objectTypes, relations, subjectTypes].map { $0?.sorted() ?? [] }
        let parts = sets + [[object?.description, subject?.description].compactMap { $0 }]
        let isOpen = [objectTypes == nil, relations == nil, subjectTypes == nil, object == nil, subject == nil]
        return String(describing: parts) + String(describing: isOpen)
    }

    /// By the text as far as it tells: most of what a narrow filter passes by is never taken apart.
    func accepts(_ line: Substring) throws -> Bool {
        if let objectTypes, !objectTypes.contains(String(line.prefix { $0 != ":" })) { return false }
        guard relations != nil || subjectTypes != nil || object != nil || subject != nil else { return true }
        let relationship = try Relationship(parsing: String(line))
        return relations?.contains(relationship.relation) ?? true && subjectTypes?.contains(relationship.subject.type) ?? true
            && object.map { $0 == relationship.object } ?? true && subject.map { $0 == relationship.subject } ?? true
    }
}

/// What edges have in common: relation, kinds of both ends, condition, and whether they expire.
///
/// Whether an edge counts under a model follows from its class alone, so a model is applied to rows and never to single edges.
struct EdgeClass: Hashable, Sendable {
    enum SubjectKind: Hashable, Sendable {
        case object
        case wildcard
        case relation(String)
    }

    let objectType: String
    let relation: String
    let subjectType: String
    let subject: SubjectKind
    var condition: String?
    var expires: Bool

    init(objectType: String, relation: String, subjectType: String, subject: SubjectKind, condition: String?, expires: Bool) {
        self.objectType = objectType
        self.relation = relation
        self.subjectType = subjectType
        self.subject = subject
        self.condition = condition
        self.expires = expires
    }

    init(of relationship: Relationship) {
        self.init(
            key: relationship.key, condition: relationship.condition?.name, expires: relationship.expiresAt != nil)
    }

    init(key: RelationshipKey, condition: String?, expires: Bool) {
        objectType = key.object.type
        relation = key.relation
        subjectType = key.subject.type
        subject = key.subject.relation.map(SubjectKind.relation) ?? (key.subject.isWildcard ? .wildcard : .object)
        self.condition = condition
        self.expires = expires
    }

    /// Edges of a decorated class carry values of their own: a time, or parameters of a condition.
    var isDecorated: Bool { expires || condition != nil }

    static func == (first: EdgeClass, second: EdgeClass) -> Bool {
        guard first.expires == second.expires, sameBytes(first.relation, second.relation), sameBytes(first.objectType, second.objectType),
            sameBytes(first.subjectType, second.subjectType), sameBytes(first.condition ?? "", second.condition ?? ""),
            (first.condition == nil) == (second.condition == nil)
        else { return false }
        switch (first.subject, second.subject) {
        case (.object, .object), (.wildcard, .wildcard): return true
        case (.relation(let first), .relation(let second)): return sameBytes(first, second)
        default: return false
        }
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(bytesOf: objectType)
        hasher.combine(bytesOf: relation)
        hasher.combine(bytesOf: subjectType)
        if case .relation(let name) = subject { hasher.combine(bytesOf: name) }
        hasher.combine(expires)
        hasher.combine(bytesOf: condition ?? "")
    }
}

/// Who may be granted something: `user:anne`, everybody of a type `user:*`, or a set of subjects `group:eng#member`.
package struct SubjectReference: Hashable, Sendable, CustomStringConvertible {
    package let type: String
    package let id: String
    package let relation: String?

    package init(type: String, id: String, relation: String? = nil) throws(InvalidReference) {
        try ReferenceRules.checkType(type)
        try ReferenceRules.checkID(id, type: type, limit: ReferenceRules.subjectLimit)
        if let relation {
            try ReferenceRules.checkRelation(relation)
            guard id != "*" else {
                throw InvalidReference(text: "\(type):*#\(relation)", reason: "drop `#\(relation)`; `\(type):*` takes no relation")
            }
        }
        self.type = type
        self.id = id
        self.relation = relation
    }

    /// Splits at the first colon, then at the first `#`.
    package init(parsing text: String) throws(InvalidReference) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else {
            throw InvalidReference(text: text, reason: "write the subject as `type:id`, `type:*` or `type:id#relation`")
        }
        let type = String(text[..<colon])
        let rest = text[text.utf8.index(after: colon)...]
        guard let hash = rest.utf8.firstIndex(of: UInt8(ascii: "#")) else {
            try self.init(type: type, id: String(rest))
            return
        }
        try self.init(type: type, id: String(rest[..<hash]), relation: String(rest[rest.utf8.index(after: hash)...]))
    }

    init(uncheckedType type: String, id: String, relation: String?) {
        self.type = type
        self.id = id
        self.relation = relation
    }

    package var isWildcard: Bool { id == "*" && relation == nil }

    package var description: String {
        guard let relation else { return "\(type):\(id)" }
        return "\(type):\(id)#\(relation)"
    }

    package static func == (first: SubjectReference, second: SubjectReference) -> Bool {
        guard sameBytes(first.id, second.id), sameBytes(first.type, second.type) else { return false }
        switch (first.relation, second.relation) {
        case (nil, nil): return true
        case (let first?, let second?): return sameBytes(first, second)
        default: return false
        }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(bytesOf: type)
        hasher.combine(bytesOf: id)
        if let relation { hasher.combine(bytesOf: relation) }
    }
}

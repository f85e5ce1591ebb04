/// A thing access is asked for, such as `tool:billing/getInvoice`.
package struct ObjectReference: Hashable, Sendable, CustomStringConvertible {
    package let type: String
    package let id: String

    package init(type: String, id: String) throws(InvalidReference) {
        try ReferenceRules.checkType(type)
        guard id != "*" else {
            throw InvalidReference(text: "\(type):*", reason: "name one object; `*` is possible in a subject only")
        }
        try ReferenceRules.checkID(id, type: type, limit: ReferenceRules.objectLimit)
        self.type = type
        self.id = id
    }

    /// Splits at the first colon.
    package init(parsing text: String) throws(InvalidReference) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else {
            throw InvalidReference(text: text, reason: "write the object as `type:id`")
        }
        try self.init(type: String(text[..<colon]), id: String(text[text.utf8.index(after: colon)...]))
    }

    init(uncheckedType type: String, id: String) {
        self.type = type
        self.id = id
    }

    package var description: String { "\(type):\(id)" }

    package static func == (first: ObjectReference, second: ObjectReference) -> Bool {
        sameBytes(first.id, second.id) && sameBytes(first.type, second.type)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(bytesOf: type)
        hasher.combine(bytesOf: id)
    }
}

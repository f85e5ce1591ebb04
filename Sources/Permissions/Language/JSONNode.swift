/// A value of a model's JSON form, with its place; members keep their order.
package struct JSONNode: Sendable {
    package enum Content: Sendable {
        case object([JSONMember])
        case array([JSONNode])
        case string(String)
        /// A number, true or false: a model has none of them, so that their text is enough for a message.
        case other(String)
        case null
    }

    package let content: Content
    package let position: SourcePosition

    var members: [JSONMember]? { if case .object(let members) = content { members } else { nil } }

    var elements: [JSONNode]? { if case .array(let elements) = content { elements } else { nil } }

    var text: String? { if case .string(let text) = content { text } else { nil } }

    var isNull: Bool { if case .null = content { true } else { false } }

    /// What stands here, for a message.
    var kind: String {
        switch content {
        case .object: "an object"
        case .array: "a list"
        case .string: "a string"
        case .other(let text): "`\(text.prefix(40))`"
        case .null: "null"
        }
    }
}

package struct JSONMember: Sendable {
    package let name: String
    package let position: SourcePosition
    package let value: JSONNode
}

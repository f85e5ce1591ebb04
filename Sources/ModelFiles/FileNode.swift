/// A value of a YAML or JSON document with its place, if it is known; members keep their order.
struct FileNode: Sendable {
    enum Content: Sendable {
        case null
        case bool(Bool)
        case int(Int64)
        case double(Double)
        case string(String)
        case list([FileNode])
        case object([FileMember])
    }

    let content: Content
    var line: Int?
    var column: Int?

    var isNull: Bool { if case .null = content { true } else { false } }

    /// What stands here, for a message.
    var shown: String {
        switch content {
        case .null: "nothing"
        case .bool(let value): "`\(value)`"
        case .int(let value): "`\(value)`"
        case .double(let value): "`\(value)`"
        case .string(let text): "`\(text.prefix(60))`"
        case .list: "a list"
        case .object: "a mapping"
        }
    }
}

struct FileMember: Sendable {
    let name: String
    let value: FileNode
}

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

    var content: Content
    var line: Int?
    var column: Int?

    var isNull: Bool { if case .null = content { true } else { false } }

    /// Nil where nothing stands, which counts as not given.
    var unlessNull: FileNode? { isNull ? nil : self }

    /// True or false; where one of both must stand, upstream reads the words of YAML 1.1 too, in quotes or not.
    var truth: Bool? {
        switch content {
        case .bool(let value): value
        case .string("y"), .string("Y"), .string("yes"), .string("on"): true
        case .string("n"), .string("N"), .string("no"), .string("off"): false
        default: nil
        }
    }

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

import Yams

extension FileNode {
    struct Unreadable: Error {
        let line: Int?
        let column: Int?
        let message: String
    }

    /// Reads YAML 1.2 with its core types. Aliases are refused: a few lines of them can stand for more than fits into memory.
    init(yaml text: String) throws(Unreadable) {
        try FileNode.refuseAliases(text)
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw FileNode.unreadable(error)
        } catch {
            throw Unreadable(line: nil, column: nil, message: "the file is not YAML: \(error)")
        }
        guard let root else { throw Unreadable(line: nil, column: nil, message: "the file is empty") }
        var count = 0
        self = try FileNode.converted(root, depth: 0, count: &count)
    }

    private static func unreadable(_ error: YamlError) -> Unreadable {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            Unreadable(line: mark.line, column: mark.column, message: "the file is not YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            Unreadable(
                line: context.mark.line, column: context.mark.column,
                message:
                    "a member is given twice; remove one of `\(duplicates.prefix(3).map { "\($0)".prefix(60) }.joined(separator: "`, `"))`")
        default: Unreadable(line: nil, column: nil, message: "the file is not YAML: \(error)")
        }
    }

    /// Finds what could be an alias without understanding YAML: `*` and a word, not directly after a word. This finds more than
    /// aliases, and it runs before anything else looks at the file.
    private static func refuseAliases(_ text: String) throws(Unreadable) {
        var line = 1
        var before: UInt8 = 0x0A
        var isAfterStar = false
        for byte in text.utf8 {
            if isAfterStar, isNameByte(byte) {
                let message = "YAML aliases are refused; write the value out, or put a blank after the `*` when it is text"
                throw Unreadable(line: line, column: nil, message: message)
            }
            let follows = isNameByte(before) && before != UInt8(ascii: "-") || before == UInt8(ascii: "*") || before == UInt8(ascii: ")")
            isAfterStar = byte == UInt8(ascii: "*") && !follows
            if byte == 0x0A { line += 1 }
            before = byte
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        }
    }

    private static func converted(_ node: Node, depth: Int, count: inout Int) throws(Unreadable) -> FileNode {
        count += 1
        guard depth <= FileLimits.nesting, count <= FileLimits.values else {
            throw Unreadable(
                line: node.mark?.line, column: node.mark?.column,
                message: "use at most \(FileLimits.values) values, nested at most \(FileLimits.nesting) deep")
        }
        let content: Content
        switch node {
        case .scalar(let scalar): content = scalarContent(scalar)
        case .sequence(let sequence):
            var nodes: [FileNode] = []
            for node in sequence { nodes.append(try converted(node, depth: depth + 1, count: &count)) }
            content = .list(nodes)
        case .mapping(let mapping):
            var members: [FileMember] = []
            for (key, value) in mapping {
                guard case .scalar(let name) = key else {
                    throw Unreadable(line: key.mark?.line, column: key.mark?.column, message: "a member's name must be plain text")
                }
                members.append(FileMember(name: name.string, value: try converted(value, depth: depth + 1, count: &count)))
            }
            content = .object(members)
        case .alias: throw Unreadable(line: node.mark?.line, column: node.mark?.column, message: "YAML aliases are refused")
        }
        return FileNode(content: content, line: node.mark?.line, column: node.mark?.column)
    }

    private static func scalarContent(_ scalar: Node.Scalar) -> Content {
        let text = scalar.string
        guard scalar.style == .plain else { return .string(text) }
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        if let int = Int64(text) { return .int(int) }
        guard let first = text.utf8.first, text.utf8.allSatisfy(isNumberByte), first != UInt8(ascii: "e"), first != UInt8(ascii: "E"),
            let double = Double(text), double.isFinite
        else { return .string(text) }
        return .double(double)
    }

    private static func isNumberByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "e"),
            UInt8(ascii: "E"):
            true
        default: false
        }
    }
}

import Permissions

extension FileNode {
    /// Reads JSON strictly: a member given twice, or anything that RFC 8259 does not have, is refused with its place.
    init(json text: String) throws(Unreadable) {
        switch JSONTextReader.read(Array(text.utf8), values: FileLimits.values) {
        case .success(let node): self = try FileNode.converted(node, depth: 0)
        case .failure(let error):
            let found = error.diagnostic
            throw Unreadable(line: found.line, column: found.column, code: found.code, message: found.message)
        }
    }

    private static func converted(_ json: JSONNode, depth: Int) throws(Unreadable) -> FileNode {
        guard depth <= FileLimits.nesting else { throw unreadable("nest at most \(FileLimits.nesting) objects and lists", json) }
        var node = FileNode(content: .null, line: json.position.line, column: json.position.column)
        switch json.content {
        case .string(let text): node.content = .string(text)
        case .array(let elements):
            var nodes: [FileNode] = []
            for element in elements { nodes.append(try converted(element, depth: depth + 1)) }
            node.content = .list(nodes)
        case .object(let inner):
            var members: [FileMember] = []
            for member in inner { members.append(FileMember(name: member.name, value: try converted(member.value, depth: depth + 1))) }
            node.content = .object(members)
        case .other(let word): node.content = try scalar(word, json)
        case .null: break
        }
        return node
    }

    private static func scalar(_ word: String, _ json: JSONNode) throws(Unreadable) -> Content {
        switch word {
        case "true": return .bool(true)
        case "false": return .bool(false)
        default: break
        }
        if let int = Int64(word) { return .int(int) }
        guard let double = Double(word), double.isFinite else { throw unreadable("the number `\(word.prefix(40))` is too large", json) }
        return Int64(exactly: double).map(Content.int) ?? .double(double)
    }

    private static func unreadable(_ message: String, _ json: JSONNode) -> Unreadable {
        Unreadable(line: json.position.line, column: json.position.column, code: "invalid_json", message: message)
    }
}

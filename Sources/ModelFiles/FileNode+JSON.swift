import Foundation

extension FileNode {
    /// Reads JSON, which carries no places here.
    init(json text: String) throws(Unreadable) {
        let json: Any
        do {
            json = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
        } catch {
            throw Unreadable(line: nil, column: nil, message: "the text is not JSON; correct it")
        }
        var count = 0
        self = try FileNode.converted(json, depth: 0, count: &count)
    }

    private static func converted(_ json: Any, depth: Int, count: inout Int) throws(Unreadable) -> FileNode {
        count += 1
        guard depth <= FileLimits.nesting, count <= FileLimits.values else {
            let message = "use at most \(FileLimits.values) values, nested at most \(FileLimits.nesting) deep"
            throw Unreadable(line: nil, column: nil, message: message)
        }
        switch json {
        case let text as String: return FileNode(content: .string(text))
        case let list as [Any]:
            var nodes: [FileNode] = []
            for element in list { nodes.append(try converted(element, depth: depth + 1, count: &count)) }
            return FileNode(content: .list(nodes))
        case let object as [String: Any]:
            var members: [FileMember] = []
            for (name, value) in object.sorted(by: { $0.key < $1.key }) {
                members.append(FileMember(name: name, value: try converted(value, depth: depth + 1, count: &count)))
            }
            return FileNode(content: .object(members))
        case let number as NSNumber: return FileNode(content: scalar(number))
        default: return FileNode(content: .null)
        }
    }

    /// Foundation keeps true and false as numbers of one character.
    private static func scalar(_ number: NSNumber) -> Content {
        if String(cString: number.objCType) == "c" { return .bool(number.boolValue) }
        if let int = Int64(exactly: number) { return .int(int) }
        return .double(number.doubleValue)
    }
}

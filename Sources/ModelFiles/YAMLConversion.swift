import Yams

/// Turns what the YAML reader has found into nodes, puts in what aliases stand for, and counts both.
struct YAMLConversion {
    /// A node with the number of values it stands for and how deep they are.
    struct Converted {
        var node: FileNode
        var count = 1
        var height = 0

        mutating func add(_ inner: Converted) {
            count += inner.count
            height = max(height, inner.height + 1)
        }
    }

    private let marks: AliasMarks
    private var anchors: [String: Converted] = [:]
    private var count = 0
    private var aliasedCount = 0

    init(marks: AliasMarks) {
        self.marks = marks
    }

    mutating func convert(_ node: Node, depth: Int = 0) throws(FileNode.Unreadable) -> Converted {
        count += 1
        try checkLimits(depth: depth, at: node.mark)
        var converted = Converted(node: FileNode(content: .null, line: node.mark?.line, column: node.mark?.column))
        switch node {
        case .scalar(let scalar):
            if scalar.style == .plain, let name = marks.alias(scalar.string) { return try expand(name, scalar, depth: depth) }
            converted.node.content = content(scalar)
        case .sequence(let sequence): try convert(sequence, into: &converted, depth: depth)
        case .mapping(let mapping): try convert(mapping, into: &converted, depth: depth)
        case .alias: throw unreadable("YAML aliases are refused here", at: node.mark)
        }
        if let anchor = node.anchor { anchors[anchor.rawValue] = converted }
        return converted
    }

    private mutating func convert(
        _ sequence: Node.Sequence, into converted: inout Converted, depth: Int
    ) throws(FileNode.Unreadable) {
        var nodes: [FileNode] = []
        for node in sequence {
            let element = try convert(node, depth: depth + 1)
            converted.add(element)
            nodes.append(element.node)
        }
        converted.node.content = .list(nodes)
    }

    private mutating func convert(
        _ mapping: Node.Mapping, into converted: inout Converted, depth: Int
    ) throws(FileNode.Unreadable) {
        var members: [FileMember] = []
        var merged: [FileMember] = []
        for (key, value) in mapping {
            let isMerge = key.scalar?.style == .plain && key.scalar?.string == "<<"
            let name = try memberName(key)
            let member = try convert(value, depth: depth + 1)
            converted.add(member)
            if isMerge {
                merged += try mergedMembers(member.node)
            } else {
                members.append(FileMember(name: name, value: member.node))
            }
        }
        // What a mapping says itself wins over what it merges, and of that what comes first.
        var names = Set(members.map(\.name))
        members += merged.filter { names.insert($0.name).inserted }
        converted.node.content = .object(members)
    }

    private func memberName(_ key: Node) throws(FileNode.Unreadable) -> String {
        guard case .scalar(let scalar) = key else { throw unreadable("a member's name must be plain text", at: key.mark) }
        guard scalar.style == .plain, let alias = marks.alias(scalar.string) else { return marks.restored(scalar.string) }
        throw unreadable("a member's name must be plain text; write the name in place of the alias `*\(alias.prefix(60))`", at: key.mark)
    }

    private func mergedMembers(_ node: FileNode) throws(FileNode.Unreadable) -> [FileMember] {
        switch node.content {
        case .object(let members): return members
        case .list(let nodes):
            var members: [FileMember] = []
            for node in nodes {
                guard case .object(let inner) = node.content else { throw notMergeable(node) }
                members += inner
            }
            return members
        default: throw notMergeable(node)
        }
    }

    private func notMergeable(_ node: FileNode) -> FileNode.Unreadable {
        let message = "merge a mapping with `<<`, or a list of them, found \(node.shown)"
        return FileNode.Unreadable(line: node.line, column: node.column, code: "invalid_yaml", message: message)
    }

    /// An alias costs what it stands for, once for each use, although memory holds it only once.
    private mutating func expand(_ name: String, _ scalar: Node.Scalar, depth: Int) throws(FileNode.Unreadable) -> Converted {
        guard var converted = anchors[name], scalar.anchor == nil else {
            let message = "the alias `*\(name.prefix(60))` has no anchor before it; add `&\(name.prefix(60))` to the value it stands for"
            throw unreadable(message, at: scalar.mark)
        }
        count += converted.count
        aliasedCount += converted.count
        guard aliasedCount <= FileLimits.aliasedValues else {
            let message = "aliases stand for more than \(FileLimits.aliasedValues) values; write them out, or use fewer"
            throw unreadable(message, at: scalar.mark)
        }
        try checkLimits(depth: depth + converted.height, at: scalar.mark)
        converted.node.line = scalar.mark?.line
        converted.node.column = scalar.mark?.column
        return converted
    }

    private func checkLimits(depth: Int, at mark: Mark?) throws(FileNode.Unreadable) {
        guard depth > FileLimits.nesting || count > FileLimits.values else { return }
        throw unreadable("use at most \(FileLimits.values) values, nested at most \(FileLimits.nesting) deep", at: mark)
    }

    private func unreadable(_ message: String, at mark: Mark?) -> FileNode.Unreadable {
        FileNode.Unreadable(line: mark?.line, column: mark?.column, code: "invalid_yaml", message: message)
    }

    private func content(_ scalar: Node.Scalar) -> FileNode.Content {
        let text = marks.restored(scalar.string)
        return scalar.style == .plain ? FileNode.Content(plainYAML: text) : .string(text)
    }
}

/// Reads the members of one document and collects what is wrong, each with its place.
struct FileReading {
    let file: String
    private(set) var problems: [FileProblem] = []

    init(file: String) {
        self.file = file
    }

    mutating func report(_ message: String, at node: FileNode?, path: String?) {
        guard problems.count < FileLimits.problems else { return }
        problems.append(FileProblem(file: file, line: node?.line, column: node?.column, path: path, message: message))
    }

    mutating func add(_ found: [FileProblem]) {
        problems += found.prefix(FileLimits.problems - problems.count)
    }

    /// The members by name; what is null counts as not given, what is not known is a mistake.
    mutating func members(_ node: FileNode, path: String, allowed: Set<String>) -> [String: FileNode] {
        guard case .object(let members) = node.content else {
            report("write a mapping, found \(node.shown)", at: node, path: path)
            return [:]
        }
        var found: [String: FileNode] = [:]
        for member in members {
            guard allowed.contains(member.name) else {
                let known = allowed.sorted().joined(separator: ", ")
                report(
                    "remove or correct `\(member.name.prefix(60))`; known here are \(known)", at: member.value,
                    path: FileReading.path(path, member.name))
                continue
            }
            if !member.value.isNull { found[member.name] = member.value }
        }
        return found
    }

    mutating func text(_ node: FileNode?, path: String) -> String? {
        guard let node else { return nil }
        guard case .string(let text) = node.content else {
            report("write text, found \(node.shown)", at: node, path: path)
            return nil
        }
        return text
    }

    mutating func requiredText(_ node: FileNode?, in parent: FileNode, path: String) -> String? {
        if node == nil { report("add the member", at: parent, path: path) }
        return text(node, path: path)
    }

    mutating func list(_ node: FileNode?, path: String) -> [(path: String, node: FileNode)] {
        guard let node else { return [] }
        guard case .list(let nodes) = node.content else {
            report("write a list, found \(node.shown)", at: node, path: path)
            return []
        }
        return nodes.enumerated().map { ("\(path)[\($0)]", $1) }
    }

    mutating func texts(_ node: FileNode?, path: String) -> [String] {
        list(node, path: path).compactMap { text($0.node, path: $0.path) }
    }

    static func path(_ parent: String, _ name: String) -> String {
        parent.isEmpty ? String(name.prefix(60)) : "\(parent).\(name.prefix(60))"
    }
}

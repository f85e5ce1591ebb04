import Expressions
import Foundation

/// Reads the members of one document and collects what is wrong, each with its place.
struct FileReading {
    let file: String
    private(set) var problems: [FileProblem] = []
    private(set) var warnings: [FileProblem] = []

    init(file: String) {
        self.file = file
    }

    mutating func report(_ message: String, code: String = "invalid_value", at node: FileNode?, path: String?) {
        guard problems.count < FileLimits.problems else { return }
        problems.append(problem(message, code: code, at: node, path: path))
    }

    /// Says something about the file that does not keep it from being used.
    mutating func warn(_ message: String, code: String, at node: FileNode?, path: String?) {
        guard warnings.count < FileLimits.problems else { return }
        warnings.append(problem(message, code: code, at: node, path: path))
    }

    private func problem(_ message: String, code: String, at node: FileNode?, path: String?) -> FileProblem {
        FileProblem(file: file, line: node?.line, column: node?.column, path: path, code: code, message: message)
    }

    mutating func add(_ found: [FileProblem]) {
        problems += found.prefix(FileLimits.problems - problems.count)
    }

    mutating func add(warnings found: [FileProblem]) {
        warnings += found.prefix(FileLimits.problems - warnings.count)
    }

    /// The members by name; what is null counts as not given, what is not known is a mistake.
    mutating func members(_ node: FileNode, path: String, allowed: Set<String>) -> [String: FileNode] {
        guard case .object(let members) = node.content else {
            report("write a mapping, found \(node.shown)", code: "wrong_type", at: node, path: path)
            return [:]
        }
        var found: [String: FileNode] = [:]
        for member in members {
            guard allowed.contains(member.name) else {
                let known = allowed.sorted().joined(separator: ", ")
                report(
                    "remove or correct `\(member.name.prefix(60))`; known here are \(known)", code: "unknown_member", at: member.value,
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
            report("write text, found \(node.shown)", code: "wrong_type", at: node, path: path)
            return nil
        }
        return text
    }

    /// A time in RFC 3339.
    mutating func time(_ node: FileNode?, path: String) -> Date? {
        guard let text = text(node, path: path) else { return nil }
        var time: Date?
        if case .timestamp(let nanoseconds)? = try? ConditionValue.convert(.string(text), to: .timestamp) {
            time = Date(timeIntervalSince1970: Double(nanoseconds) / 1e9)
        }
        if time == nil { report("write a time such as `2026-12-31T00:00:00Z`, found `\(text.prefix(60))`", at: node, path: path) }
        return time
    }

    mutating func requiredText(_ node: FileNode?, in parent: FileNode, path: String) -> String? {
        if node == nil { report("add the member", code: "missing_member", at: parent, path: path) }
        return text(node, path: path)
    }

    mutating func list(_ node: FileNode?, path: String) -> [(path: String, node: FileNode)] {
        guard let node else { return [] }
        guard case .list(let nodes) = node.content else {
            report("write a list, found \(node.shown)", code: "wrong_type", at: node, path: path)
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

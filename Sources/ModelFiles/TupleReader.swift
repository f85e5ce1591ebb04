import Expressions
import Permissions

/// Reads relationships as OpenFGA's files write them: `user`, `relation`, `object`, and `condition` with `name` and `context`; `expires_at`
/// is our addition.
enum TupleReader {
    /// A tuple file: YAML, JSON, one JSON value per line (`.jsonl`), or a table (`.csv`).
    static func tuples(file reference: String, in folder: ModelFolder, model: Model?) throws(InvalidModelFile) -> [Relationship] {
        guard let path = ModelFolder.plain(reference) else {
            let message = "name a file in the same directory or below, without `..`"
            throw InvalidModelFile(problems: [FileProblem(file: reference, code: FileProblem.unreadable, message: message)])
        }
        let text = try folder.text(of: path, limit: FileLimits.tuples)
        var reading = FileReading(file: path)
        let node: FileNode
        switch path.split(separator: ".").last.map({ $0.lowercased() }) {
        case "csv": node = TupleTable.node(text, reading: &reading)
        case "jsonl": node = try FileNode(lines: text, file: path)
        case "yaml", "yml", "json": node = try FileNode(document: text, file: path)
        default:
            let message = "name a file of relationships that ends in `.yaml`, `.yml`, `.json`, `.jsonl` or `.csv`"
            throw InvalidModelFile(problems: [FileProblem(file: path, code: FileProblem.unreadable, message: message)])
        }
        let tuples = tuples(node, path: "", model: model, reading: &reading)
        guard reading.problems.isEmpty else { throw InvalidModelFile(problems: reading.problems) }
        return tuples
    }

    static func tuples(_ node: FileNode, path: String, model: Model?, reading: inout FileReading) -> [Relationship] {
        reading.list(node, path: path).compactMap { tuple($0.node, path: $0.path, model: model, reading: &reading) }
    }

    private static func tuple(_ node: FileNode, path: String, model: Model?, reading: inout FileReading) -> Relationship? {
        let members = reading.members(node, path: path, allowed: ["user", "relation", "object", "condition", "expires_at"])
        guard case .object = node.content else { return nil }
        let user = reading.requiredText(members["user"], in: node, path: FileReading.path(path, "user"))
        let relation = reading.requiredText(members["relation"], in: node, path: FileReading.path(path, "relation"))
        let object = reading.requiredText(members["object"], in: node, path: FileReading.path(path, "object"))
        let condition = condition(members["condition"], path: FileReading.path(path, "condition"), reading: &reading)
        let expiresAt = reading.time(members["expires_at"], path: FileReading.path(path, "expires_at"))
        guard let user, let relation, let object else { return nil }
        do throws(InvalidReference) {
            let relationship = Relationship(
                object: try ObjectReference(parsing: object), relation: relation, subject: try SubjectReference(parsing: user),
                condition: condition, expiresAt: expiresAt)
            if let refusal = model?.refusal(of: relationship) {
                reading.report(refusal.message, code: "relationship_refused", at: node, path: path)
                return nil
            }
            return relationship
        } catch {
            reading.report("\(error)", code: "invalid_reference", at: node, path: path)
            return nil
        }
    }

    private static func condition(_ node: FileNode?, path: String, reading: inout FileReading) -> ConditionReference? {
        guard let node else { return nil }
        let members = reading.members(node, path: path, allowed: ["name", "context"])
        let name = reading.requiredText(members["name"], in: node, path: FileReading.path(path, "name"))
        let context = context(members["context"], path: FileReading.path(path, "context"), reading: &reading)
        return name.map { ConditionReference(name: $0, context: context) }
    }

    static func context(_ node: FileNode?, path: String, reading: inout FileReading) -> [String: Value] {
        guard let node else { return [:] }
        guard case .object(let members) = node.content else {
            reading.report("write a mapping of parameters, found \(node.shown)", code: "wrong_type", at: node, path: path)
            return [:]
        }
        return Dictionary(members.map { ($0.name, value($0.value)) }, uniquingKeysWith: { _, last in last })
    }

    private static func value(_ node: FileNode) -> Value {
        switch node.content {
        case .null: .null
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        case .double(let value): Value(jsonNumber: value)
        case .string(let text): .string(text)
        case .list(let nodes): .list(nodes.map(value))
        case .object(let members):
            .map(Dictionary(members.map { (.string($0.name), value($0.value)) }, uniquingKeysWith: { _, last in last }))
        }
    }
}

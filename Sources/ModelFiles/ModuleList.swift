import Permissions

/// An `fga.mod`: the schema and the files a model is made of (openfga/language `mod-to-json`).
package struct ModuleList: Sendable {
    package struct Entry: Hashable, Sendable {
        package let path: String
        package let line: Int
        package let column: Int
    }

    package let entries: [Entry]

    package init(parsing text: String, file: String = "fga.mod") throws(InvalidModelFile) {
        var reading = FileReading(file: file)
        let root: FileNode
        do throws(FileNode.Unreadable) {
            root = try FileNode(yaml: text)
        } catch {
            throw InvalidModelFile(error, file: file)
        }
        let members = reading.members(root, path: "", allowed: ["schema", "contents"])
        ModuleList.checkSchema(members["schema"], &reading)
        entries = ModuleList.readContents(members["contents"], &reading)
        guard reading.problems.isEmpty else { throw InvalidModelFile(problems: reading.problems) }
    }

    private static let top = FileNode(content: .null, line: 1, column: 1)

    private static func checkSchema(_ node: FileNode?, _ reading: inout FileReading) {
        guard let node else { return reading.report("add `schema: '1.2'`", code: "missing_member", at: top, path: "schema") }
        guard case .string(let version) = node.content else {
            let message = "write the version in quotes, as '1.2', found \(node.shown)"
            return reading.report(message, code: "wrong_type", at: node, path: "schema")
        }
        guard version == "1.2" else {
            return reading.report("use '1.2'; modules have no other version, found `\(version.prefix(60))`", at: node, path: "schema")
        }
    }

    private static func readContents(_ node: FileNode?, _ reading: inout FileReading) -> [Entry] {
        guard let node else {
            reading.report("add `contents` with a list of files", code: "missing_member", at: top, path: "contents")
            return []
        }
        var entries: [Entry] = []
        for (path, item) in reading.list(node, path: "contents") {
            guard let name = reading.text(item, path: path) else { continue }
            guard let plain = ModelFolder.plain(name) else {
                reading.report("name a file in this directory or below, without `..`, found `\(name.prefix(60))`", at: item, path: path)
                continue
            }
            guard plain.hasSuffix(".fga") else {
                reading.report("name a file that ends with `.fga`, found `\(name.prefix(60))`", at: item, path: path)
                continue
            }
            entries.append(Entry(path: plain, line: item.line ?? 1, column: item.column ?? 1))
        }
        if entries.count > ModelLimits.modules {
            reading.report("use at most \(ModelLimits.modules) files", at: node, path: "contents")
        }
        return entries
    }
}

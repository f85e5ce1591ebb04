import Foundation
import Permissions

extension StoreFile {
    /// Reads a store file and the files it names, which must stand in its directory or below.
    package static func read(path: String) throws(InvalidModelFile) -> StoreFile {
        let url = URL(fileURLWithPath: path)
        return try read(url.lastPathComponent, in: ModelFolder(directory: url.deletingLastPathComponent().path))
    }

    package static func read(_ file: String, in folder: ModelFolder) throws(InvalidModelFile) -> StoreFile {
        let text = try folder.text(of: file, limit: FileLimits.document)
        return try StoreFileReader.read(FileNode(document: text, file: file), file: file, folder: folder)
    }
}

extension FileNode {
    /// A YAML document, or a JSON one when the file's name says so.
    init(document text: String, file: String) throws(InvalidModelFile) {
        do throws(Unreadable) {
            self = file.lowercased().hasSuffix(".json") ? try FileNode(json: text) : try FileNode(yaml: text)
        } catch {
            throw InvalidModelFile(error, file: file)
        }
    }
}

extension FileNode {
    /// A list with one JSON value on each line that is not empty.
    init(lines text: String, file: String) throws(InvalidModelFile) {
        var nodes: [FileNode] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" }).enumerated() {
            guard line.contains(where: { !$0.isWhitespace }) else { continue }
            do throws(Unreadable) {
                nodes.append(try FileNode(json: String(line)).moved(down: index))
            } catch {
                let moved = Unreadable(
                    line: error.line.map { $0 + index }, column: error.column, code: error.code, message: error.message)
                throw InvalidModelFile(moved, file: file)
            }
        }
        self.init(content: .list(nodes))
    }

    private func moved(down lines: Int) -> FileNode {
        var node = self
        node.line = node.line.map { $0 + lines }
        switch content {
        case .list(let elements): node.content = .list(elements.map { $0.moved(down: lines) })
        case .object(let members):
            node.content = .object(members.map { FileMember(name: $0.name, value: $0.value.moved(down: lines)) })
        default: break
        }
        return node
    }
}

/// Reads the members of a store file; a mistake in one place does not hide those in others.
struct StoreFileReader {
    let folder: ModelFolder
    var reading: FileReading
    var assertionCount = 0

    static func read(_ root: FileNode, file: String, folder: ModelFolder) throws(InvalidModelFile) -> StoreFile {
        var reader = StoreFileReader(folder: folder, reading: FileReading(file: file))
        let store = reader.readStore(root)
        guard reader.reading.problems.isEmpty, let store else { throw InvalidModelFile(problems: reader.reading.problems) }
        return store
    }

    private mutating func readStore(_ root: FileNode) -> StoreFile? {
        let allowed: Set<String> = ["name", "description", "model", "model_file", "tuples", "tuple_file", "tuple_files", "tests"]
        let members = reading.members(root, path: "", allowed: allowed)
        let name = reading.text(members["name"], path: "name")
        let model = readModel(members, root: root)
        let tuples = readTuples(members, path: "", model: model)
        let tests = reading.list(members["tests"], path: "tests").map { readTest($0.node, path: $0.path, model: model) }
        guard let model else { return nil }
        return StoreFile(name: name ?? "", model: model, tuples: tuples, tests: tests, warnings: reading.warnings)
    }

    /// `model` wins over `model_file`, as upstream.
    private mutating func readModel(_ members: [String: FileNode], root: FileNode) -> Model? {
        if let node = members["model"] {
            guard let source = reading.text(node, path: "model") else { return nil }
            let file = "\(reading.file) (model)"
            do throws(InvalidModel) {
                let model = try Model(parsingEither: source)
                reading.add(warnings: model.warnings(file: file))
                return model
            } catch {
                reading.add(InvalidModelFile(error, file: file).problems)
                return nil
            }
        }
        guard let node = members["model_file"] else {
            reading.report("add `model`, or `model_file` with the name of a file", code: "missing_member", at: root, path: "model")
            return nil
        }
        guard let reference = reading.text(node, path: "model_file") else { return nil }
        do throws(InvalidModelFile) {
            let model = try Model(file: reference, in: folder)
            reading.add(warnings: model.warnings(file: ModelFolder.plain(reference) ?? reference))
            return model
        } catch {
            reading.add(error.problems)
            return nil
        }
    }

    /// The tuples of a store or of one test, with those of the files it names; each must be one the model accepts.
    mutating func readTuples(_ members: [String: FileNode], path: String, model: Model?) -> [Relationship] {
        var tuples: [Relationship] = []
        if let node = members["tuples"] {
            let name = FileReading.path(path, "tuples")
            tuples += TupleReader.tuples(node, path: name, model: model, reading: &reading)
        }
        var files = reading.texts(members["tuple_files"], path: FileReading.path(path, "tuple_files"))
        if let file = reading.text(members["tuple_file"], path: FileReading.path(path, "tuple_file")) { files.insert(file, at: 0) }
        for file in files {
            do throws(InvalidModelFile) {
                tuples += try TupleReader.tuples(file: file, in: folder, model: model)
            } catch {
                reading.add(error.problems)
            }
        }
        return tuples
    }
}

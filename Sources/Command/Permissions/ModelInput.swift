import API
import Foundation
import ModelFiles
import Permissions

/// A model from a file, as the service takes it.
struct ModelInput {
    static let maximumSize = 1 << 20

    var source: String
    /// What is probably not meant; nil when only the service reads the model.
    var warnings: [Diagnostic]?

    /// A list of modules (`*.mod`) is put together here, because the service sees no files; what it is sent is the JSON form, the only one
    /// that keeps modules. Everything else is sent as it stands.
    static func read(_ path: String, maximumSize: Int = maximumSize) throws -> ModelInput {
        guard path.hasSuffix(".mod") else { return ModelInput(source: try TextInput.read(path, maximumSize: maximumSize)) }
        let input = ModelInput(try model(path), path: path)
        try input.checkSize(path, maximumSize: maximumSize)
        return input
    }

    init(source: String) {
        self.source = source
    }

    init(_ model: Model, path: String) {
        source = model.source
        warnings = model.warnings(file: path).map(Diagnostic.init)
    }

    func checkSize(_ path: String, maximumSize: Int = maximumSize) throws {
        guard source.utf8.count > maximumSize else { return }
        throw Failure(
            code: "too_large", message: "`\(path)` is longer than \(maximumSize) bytes, modules together and in their JSON form",
            next: "make the model shorter")
    }

    /// The model of a file of any of the three forms.
    static func model(_ path: String) throws -> Model {
        do {
            return try parse(path).get()
        } catch let error as InvalidModelFile {
            throw Failure(invalid: error, file: path)
        }
    }

    /// The same, with mistakes as a value; files that an `fga.mod` names stand in its directory or below.
    static func parse(_ path: String) throws -> Result<Model, InvalidModelFile> {
        guard !path.hasSuffix(".mod") else { return try parseModules(path) }
        let text = try TextInput.read(path, maximumSize: ModelLimits.source)
        do throws(InvalidModel) {
            return .success(try Model(parsingEither: text))
        } catch {
            return .failure(InvalidModelFile(error, file: path))
        }
    }

    private static func parseModules(_ path: String) throws -> Result<Model, InvalidModelFile> {
        let url = URL(fileURLWithPath: path)
        do throws(InvalidModelFile) {
            return .success(try Model(file: url.lastPathComponent, in: ModelFolder(directory: url.deletingLastPathComponent().path)))
        } catch {
            if let message = error.unreadable { throw Failure(code: "file_unreadable", message: message, next: "check the file's name") }
            return .failure(error.under(ModelFolder.directory(of: path)))
        }
    }
}

extension InvalidModelFile {
    /// What is said of a file that cannot be read at all, and so has no place.
    fileprivate var unreadable: String? {
        problems.first { $0.code == FileProblem.unreadable && $0.line == nil }.map(\.description)
    }
}

extension Diagnostic {
    init(_ problem: FileProblem) {
        self.init(
            file: problem.file, line: problem.line ?? 1, column: problem.column ?? 1, code: problem.code, message: problem.message,
            path: problem.path)
    }

    /// The same of this file, unless it is of another one.
    func of(_ file: String) -> Diagnostic {
        var diagnostic = self
        diagnostic.file = self.file ?? file
        return diagnostic
    }

    /// One line, beginning as the lines of compilers do.
    var text: String {
        "\(file.map { "\($0):" } ?? "")\(line):\(column): \(path.map { "`\($0)`: " } ?? "")\(message) (\(code))"
    }
}

extension Output {
    /// Warnings for people; in JSON they stand in the body.
    func warn(_ warnings: [Diagnostic]) {
        guard format == .table, !warnings.isEmpty else { return }
        Self.tell(text: Table.printable(lines: warnings.map { "warning: \($0.text)" }))
    }
}

package import Permissions

extension Model {
    /// Reads a model from a file: the DSL (`.fga`), JSON (`.json`), or modules (`fga.mod`, `*.mod`).
    ///
    /// Files that an `fga.mod` names stand in its directory or below.
    package init(file reference: String, in folder: ModelFolder) throws(InvalidModelFile) {
        guard let path = ModelFolder.plain(reference) else {
            let message = "name a file in the same directory or below, without `..`"
            throw InvalidModelFile(problems: [FileProblem(file: reference, code: FileProblem.unreadable, message: message)])
        }
        let isList = path.hasSuffix(".mod")
        let text = try folder.text(of: path, limit: isList ? FileLimits.document : ModelLimits.source)
        guard isList else {
            do throws(InvalidModel) {
                self = try Model(parsingEither: text)
            } catch {
                throw InvalidModelFile(error, file: path)
            }
            return
        }
        self = try Model.merged(ModuleList(parsing: text, file: path), file: path, folder: folder)
    }

    /// Modules that cannot be read are named together with the mistakes of the others.
    private static func merged(_ list: ModuleList, file: String, folder: ModelFolder) throws(InvalidModelFile) -> Model {
        let directory = ModelFolder.directory(of: file)
        var files: [ModuleFile] = []
        var problems: [FileProblem] = []
        for entry in list.entries {
            do throws(InvalidModelFile) {
                files.append(ModuleFile(name: entry.path, text: try folder.text(of: directory + entry.path, limit: ModelLimits.source)))
            } catch {
                problems += error.problems.map { $0.unreadable(entry, of: file) }
            }
        }
        let model: Model
        do throws(InvalidModel) {
            model = try Model(modules: files)
        } catch {
            throw InvalidModelFile(problems: problems + InvalidModelFile(error, file: file).problems)
        }
        guard problems.isEmpty else { throw InvalidModelFile(problems: problems) }
        return model
    }

    /// What is allowed but probably not meant; `file` is for what has no file of its own.
    package func warnings(file: String) -> [FileProblem] {
        warnings.map { FileProblem($0, file: file) }
    }
}

extension InvalidModelFile {
    /// The mistakes of a model, those of modules with the module's file.
    package init(_ error: InvalidModel, file: String) {
        problems = error.diagnostics.map { FileProblem($0, file: file) }
    }

    init(_ error: FileNode.Unreadable, file: String) {
        problems = [FileProblem(file: file, line: error.line, column: error.column, code: error.code, message: error.message)]
    }
}

extension FileProblem {
    /// A module's file stands beside the list that names it.
    init(_ diagnostic: ModelDiagnostic, file: String) {
        self.init(
            file: diagnostic.file.map { ModelFolder.directory(of: file) + $0 } ?? file, line: diagnostic.line, column: diagnostic.column,
            path: diagnostic.path, code: diagnostic.code,
            message: diagnostic.message)
    }
    /// The same, with the place in the list that names the file.
    fileprivate func unreadable(_ entry: ModuleList.Entry, of list: String) -> FileProblem {
        FileProblem(file: list, line: entry.line, column: entry.column, code: code, message: "`\(entry.path)`: \(message)")
    }
}

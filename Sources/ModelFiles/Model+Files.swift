package import Permissions

extension Model {
    /// Reads a model from a file: the DSL (`.fga`), JSON (`.json`), or modules (`fga.mod`, `*.mod`).
    ///
    /// Files that an `fga.mod` names stand in its directory or below.
    package init(file reference: String, in folder: ModelFolder) throws(InvalidModelFile) {
        guard let path = ModelFolder.plain(reference) else {
            let message = "name a file in the same directory or below, without `..`"
            throw InvalidModelFile(problems: [FileProblem(file: reference, message: message)])
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
        self = try Model.merged(ModuleList(parsing: text, file: path), directory: ModelFolder.directory(of: path), folder: folder)
    }

    private static func merged(_ list: ModuleList, directory: String, folder: ModelFolder) throws(InvalidModelFile) -> Model {
        var files: [ModuleFile] = []
        var problems: [FileProblem] = []
        for entry in list.entries {
            do throws(InvalidModelFile) {
                files.append(ModuleFile(name: entry.path, text: try folder.text(of: directory + entry.path, limit: ModelLimits.source)))
            } catch {
                problems += error.problems
            }
        }
        guard problems.isEmpty else { throw InvalidModelFile(problems: problems) }
        do throws(InvalidModel) {
            return try Model(modules: files)
        } catch {
            throw InvalidModelFile(error, file: "fga.mod")
        }
    }
}

extension InvalidModelFile {
    /// The mistakes of a model, those of modules with the module's file.
    init(_ error: InvalidModel, file: String) {
        problems = error.diagnostics.map {
            FileProblem(file: $0.file ?? file, line: $0.line, column: $0.column, path: $0.path, message: $0.message)
        }
    }
}

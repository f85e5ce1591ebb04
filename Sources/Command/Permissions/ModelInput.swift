import Foundation
import ModelFiles
import Permissions

/// The text of a model from a file, as the service takes it.
enum ModelInput {
    static let maximumSize = 1 << 20

    /// A list of modules (`*.mod`) is put together here, because the service sees no files; what it is sent is the JSON form, the only one
    /// that keeps modules. Everything else is sent as it stands.
    static func read(_ path: String, maximumSize: Int = maximumSize) throws -> String {
        guard path.hasSuffix(".mod") else { return try TextInput.read(path, maximumSize: maximumSize) }
        let source = try model(path).source
        guard source.utf8.count <= maximumSize else {
            throw Failure(
                code: "too_large", message: "the modules of `\(path)` are longer than \(maximumSize) bytes together, in their JSON form",
                next: "make the model shorter")
        }
        return source
    }

    /// The model of a file of any of the three forms; files that an `fga.mod` names stand in its directory or below.
    static func model(_ path: String) throws -> Model {
        let url = URL(fileURLWithPath: path)
        do {
            return try Model(file: url.lastPathComponent, in: ModelFolder(directory: url.deletingLastPathComponent().path))
        } catch {
            throw Failure(invalid: error, file: path)
        }
    }
}

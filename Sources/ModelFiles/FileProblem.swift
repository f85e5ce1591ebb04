/// One thing to change in a file, with its place; line and column count from 1.
package struct FileProblem: Hashable, Sendable, CustomStringConvertible {
    /// The code for a file that is not there, may not be read, is too long or is no text.
    package static let unreadable = "file_unreadable"

    package private(set) var file: String
    package let line: Int?
    package let column: Int?
    /// The member it is about, such as `tests[0].check[1].user`.
    package let path: String?
    /// Stable, for programs.
    package let code: String
    package let message: String

    package init(
        file: String, line: Int? = nil, column: Int? = nil, path: String? = nil, code: String = "invalid_value", message: String
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.path = path
        self.code = code
        self.message = message
    }

    package var description: String {
        let place = line.map { ":\($0)" + (column.map { ":\($0)" } ?? "") } ?? ""
        return "\(file)\(place): \(path.map { "`\($0)`: " } ?? "")\(message)"
    }

    /// The same as seen from where `directory`, with a `/` at its end unless it is empty, leads to the file's.
    package func under(_ directory: String) -> FileProblem {
        var problem = self
        problem.file = directory + file
        return problem
    }
}

/// Everything that is wrong with a file and the files it names; never empty.
package struct InvalidModelFile: Error, Sendable, CustomStringConvertible {
    package let problems: [FileProblem]

    /// The same as seen from where `directory` leads to the files.
    package func under(_ directory: String) -> InvalidModelFile {
        InvalidModelFile(problems: problems.map { $0.under(directory) })
    }

    package var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// How large files may be.
package enum FileLimits {
    /// Bytes of a store file or an `fga.mod`.
    package static let document = 4 * 1024 * 1024
    /// Bytes of one tuple file.
    package static let tuples = 32 * 1024 * 1024
    package static let nesting = 40
    package static let values = 2_000_000
    /// Values that the aliases of one file may stand for, each use counted.
    package static let aliasedValues = 100_000
    package static let assertions = 100_000
    package static let problems = 100
}

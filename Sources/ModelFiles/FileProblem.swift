/// One thing to change in a file, with its place; line and column count from 1.
package struct FileProblem: Hashable, Sendable, CustomStringConvertible {
    package let file: String
    package let line: Int?
    package let column: Int?
    /// The member it is about, such as `tests[0].check[1].user`.
    package let path: String?
    package let message: String

    package init(file: String, line: Int? = nil, column: Int? = nil, path: String? = nil, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.path = path
        self.message = message
    }

    package var description: String {
        let place = line.map { ":\($0)" + (column.map { ":\($0)" } ?? "") } ?? ""
        return "\(file)\(place): \(path.map { "`\($0)`: " } ?? "")\(message)"
    }
}

/// Everything that is wrong with a file and the files it names; never empty.
package struct InvalidModelFile: Error, Sendable, CustomStringConvertible {
    package let problems: [FileProblem]

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
    package static let assertions = 100_000
    package static let problems = 100
}

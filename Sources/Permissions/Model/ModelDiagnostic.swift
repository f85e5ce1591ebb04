/// One thing to change in a model, with its place; line and column count from 1, columns in bytes.
package struct ModelDiagnostic: Hashable, Sendable, CustomStringConvertible {
    package let line: Int
    package let column: Int
    /// Stable, for programs.
    package let code: String
    package let message: String

    package init(line: Int, column: Int, code: String, message: String) {
        self.line = line
        self.column = column
        self.code = code
        self.message = message
    }

    package var description: String { "\(line):\(column): \(message)" }
}

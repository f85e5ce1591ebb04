/// One thing to change in a model, with its place; line and column count from 1, columns in characters of Unicode.
package struct ModelDiagnostic: Hashable, Sendable, CustomStringConvertible {
    package let line: Int
    package let column: Int
    /// Stable, for programs.
    package let code: String
    package let message: String
    /// The name it is about, as the source has it at this place.
    package let symbol: String?
    /// The module's file, when the model is made of several.
    package let file: String?
    /// The member, when the model was given as JSON: `type_definitions[1].relations.viewer`.
    package let path: String?

    package init(
        line: Int, column: Int, code: String, message: String, symbol: String? = nil, file: String? = nil, path: String? = nil
    ) {
        self.line = line
        self.column = column
        self.code = code
        self.message = message
        self.symbol = symbol
        self.file = file
        self.path = path
    }

    init(_ code: String, _ message: String, at position: SourcePosition, symbol: String? = nil) {
        self.init(
            line: position.line, column: position.column, code: code, message: message, symbol: symbol, file: position.file,
            path: position.path)
    }

    package var description: String {
        "\(file.map { "\($0):" } ?? "")\(line):\(column): \(path.map { "`\($0)`: " } ?? "")\(message)"
    }
}

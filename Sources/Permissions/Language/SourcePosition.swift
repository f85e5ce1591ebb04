/// A place in a model's source; line and column count from 1, columns in characters of Unicode.
package struct SourcePosition: Hashable, Sendable {
    package var line: Int
    package var column: Int
    /// The module's file, when the model is made of several.
    var file: String?
    /// The member of a model in JSON, such as `type_definitions[1].relations.viewer`.
    var path: String?

    init(line: Int, column: Int, file: String? = nil, path: String? = nil) {
        self.line = line
        self.column = column
        self.file = file
        self.path = path
    }

    static let start = SourcePosition(line: 1, column: 1)
}

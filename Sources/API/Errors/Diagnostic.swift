/// One fault of a model: where, a stable code, and what to change. Line and column count from 1.
public struct Diagnostic: Codable, Sendable, Equatable {
    /// The file, where there is more than one.
    public var file: String?
    public var line: Int
    public var column: Int
    public var code: String
    public var message: String
    /// The member it is about, such as `type_definitions[1].relations.viewer`, where the model is JSON.
    public var path: String?

    public init(file: String? = nil, line: Int, column: Int, code: String, message: String, path: String? = nil) {
        self.file = file
        self.line = line
        self.column = column
        self.code = code
        self.message = message
        self.path = path
    }
}

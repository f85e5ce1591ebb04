/// One fault of a model: where, a stable code, and what to change. Line and column count from 1.
public struct Diagnostic: Codable, Sendable, Equatable {
    public var line: Int
    public var column: Int
    public var code: String
    public var message: String

    public init(line: Int, column: Int, code: String, message: String) {
        self.line = line
        self.column = column
        self.code = code
        self.message = message
    }
}

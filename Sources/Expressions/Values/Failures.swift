/// An expression that cannot be read; `message` says what to change. Positions count from 1, columns in characters of Unicode.
package struct InvalidExpression: Error, Hashable, Sendable, CustomStringConvertible {
    package let line: Int
    package let column: Int
    package let message: String
    /// What else is to be changed, behind this place.
    package private(set) var others: [InvalidExpression] = []

    init(line: Int, column: Int, message: String) {
        self.line = line
        self.column = column
        self.message = message
    }

    /// All mistakes as one error, by their places; nil when there are none.
    init?(_ mistakes: [InvalidExpression]) {
        let ordered = mistakes.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
        guard let first = ordered.first else { return nil }
        self = first
        others = Array(ordered.dropFirst())
    }

    package var description: String { "\(line):\(column): \(message)" }
}

/// An expression that has no value here.
package struct EvaluationError: Error, Hashable, Sendable, CustomStringConvertible {
    package let message: String

    package var description: String { message }

    init(_ message: String) {
        self.message = message
    }
}

/// An expression that cannot be read; `message` says what to change. Positions count from 1.
package struct InvalidExpression: Error, Hashable, Sendable, CustomStringConvertible {
    package let line: Int
    package let column: Int
    package let message: String

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

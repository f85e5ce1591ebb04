/// Where something stands in an expression, counted from 1.
struct Place: Hashable, Sendable {
    let line: Int
    let column: Int

    func refused(_ message: String) -> InvalidExpression {
        InvalidExpression(line: line, column: column, message: message)
    }
}

/// A piece of an expression and where it stands.
struct Token: Sendable {
    enum Kind: Equatable, Sendable {
        case name(String)
        /// A member's name in backticks, as in `` headers.`content-type` ``.
        case quotedName(String)
        case literal(Value)
        /// 9223372036854775808 without a `u`: only good behind a minus.
        case magnitudeOfSmallest
        case symbol(String)
        /// What could not be read, and has been reported.
        case broken
        case end
    }

    let kind: Kind
    let place: Place
}

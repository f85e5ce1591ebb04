/// An expression that has been read: names are not resolved and types not checked.
struct Syntax: Sendable {
    indirect enum Kind: Sendable {
        case literal(Value)
        /// Behind a point (`.a`) a name is never that of a variable of a comprehension.
        case name(String, isRooted: Bool)
        case list([Syntax])
        case map([Entry])
        case select(Syntax, String)
        /// `has(a.b)`.
        case isPresent(Syntax, String)
        case index(Syntax, Syntax)
        case call(String, [Syntax])
        case member(Syntax, String, [Syntax])
        case not(Syntax)
        case negate(Syntax)
        case binary(Operator, Syntax, Syntax)
        case and([Syntax])
        case or([Syntax])
        case conditional(Syntax, Syntax, Syntax)
        case comprehension(Macro, range: Syntax, variable: String, filter: Syntax?, body: Syntax)
        /// A part that could not be read, and has been reported.
        case broken
    }

    struct Entry: Sendable {
        let key: Syntax
        let value: Syntax
    }

    static func broken(at place: Place) -> Syntax { Syntax(kind: .broken, place: place, height: 1) }

    var isBroken: Bool {
        if case .broken = kind { true } else { false }
    }

    let kind: Kind
    let place: Place
    /// Of the tree below, the node itself included.
    let height: Int
}

enum Operator: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case isIn = "in"
}

enum Macro: String, Sendable {
    case all, exists, map, filter
    case existsOne = "exists_one"
}

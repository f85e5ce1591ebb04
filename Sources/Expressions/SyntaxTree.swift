/// An expression that has been read.
indirect enum Node: Hashable, Sendable {
    case literal(Value)
    case name(String)
    case list([Node])
    case map([Entry])
    case select(Node, String)
    /// `has(a.b)`.
    case isPresent(Node, String)
    case index(Node, Node)
    case call(String, [Node])
    case member(Node, String, [Node])
    case not(Node)
    case negate(Node)
    case binary(Operator, Node, Node)
    case and(Node, Node)
    case or(Node, Node)
    case conditional(Node, Node, Node)
    case comprehension(Macro, range: Node, variable: String, filter: Node?, body: Node)

    struct Entry: Hashable, Sendable {
        let key: Node
        let value: Node
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
        case all, exists, existsOne = "exists_one", map, filter
    }
}

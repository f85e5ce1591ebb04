/// An expression whose names are resolved and whose types are checked, ready to be walked.
indirect enum Node: Sendable {
    case literal(Value)
    case parameter(String)
    /// Of a comprehension, by how many comprehensions stand around its own.
    case variable(Int)
    case list([Node])
    case map([Entry])
    case select(Node, String)
    case isPresent(Node, String)
    case index(Node, Node)
    case call(Function, [Node])
    /// `matches` with a pattern known when the expression was read.
    case matches(Node, Pattern)
    /// `in_cidr` with a network known when the expression was read.
    case isIn(Node, IPNetwork)
    case not(Node)
    case negate(Node)
    case binary(Operator, Node, Node)
    case and([Node])
    case or([Node])
    case conditional(Node, Node, Node)
    case comprehension(Macro, range: Node, filter: Node?, body: Node)
    /// Has no value: what an unchecked expression names and nothing offers.
    case missing(String)

    struct Entry: Sendable {
        let key: Node
        let value: Node
    }
}

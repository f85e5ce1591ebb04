/// One level of a relation taken apart, in the shape of OpenFGA's expand; `name` is the object's relation, like `doc:1#viewer`.
package indirect enum ExpansionNode: Equatable, Sendable {
    /// Relationships of the object itself.
    case leaf(name: String, users: [SubjectReference])
    /// Another relation of the same object.
    case computed(name: String, userset: String)
    /// A relation of the objects named by `tupleset`, one of `computed` for each.
    case tupleToUserset(name: String, tupleset: String, computed: [String])
    case union(name: String, nodes: [ExpansionNode])
    case intersection(name: String, nodes: [ExpansionNode])
    case difference(name: String, base: ExpansionNode, subtract: ExpansionNode)
}

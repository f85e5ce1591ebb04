/// Relationships that together make an answer true: chains from the subject up to the object.
struct Proof {
    /// One relationship on a chain.
    struct Link {
        let subject: String
        let relation: String
        let object: String
    }

    static let chainLimit = 8
    static let linkLimit = 12

    let chains: [[Link]]
    /// False when there are more chains.
    let isComplete: Bool

    init(_ chains: [[Link]], isComplete: Bool) {
        self.chains = chains
        self.isComplete = isComplete
    }

    var text: String { chains.map(Proof.text).joined(separator: "; and ") + (isComplete ? "" : "; and more") }

    /// `user:bob is assignee of role:clerk, which is caller of tool:x`
    private static func text(of chain: [Link]) -> String {
        guard let first = chain.first else { return "the subject is part of the object's own relation" }
        let shown = chain.dropFirst().prefix(linkLimit - 1)
        var text = "\(first.subject) is \(first.relation) of \(first.object)"
        for link in shown { text += ", which is \(link.relation) of \(link.object)" }
        let hidden = chain.count - 1 - shown.count
        return hidden > 0 ? text + ", and \(hidden) more up to \(chain[chain.count - 1].object)" : text
    }
}

extension CheckEvaluation {
    func link(from subject: UInt32, along edges: ModelProgram.Edges, to object: UInt32) -> Proof.Link {
        let edgeClass = graph.content.classes[edges.edgeClass]
        var name = graph.name(of: subject)
        if case .relation(let relation) = edgeClass.subject { name += "#\(relation)" }
        return Proof.Link(subject: name, relation: edgeClass.relation, object: graph.name(of: object))
    }
}

extension Graph {
    func name(of entity: UInt32) -> String {
        guard Int(entity) < content.entities.count else { return "an object without relationships" }
        return "\(content.entities.types.names[Int(content.entities.type(of: entity))]):\(content.entities.id(of: entity))"
    }
}

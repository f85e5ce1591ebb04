/// Relationships that together make an answer true: chains from the subject up to the object.
struct Proof {
    /// One relationship on a chain.
    struct Link {
        let subject: String
        let relation: String
        let object: String
    }

    static let chainLimit = 3
    static let linkLimit = 12

    private(set) var chains: [[Link]]

    init(_ chain: [Link]) {
        chains = [chain]
    }

    /// Everything that several parts of an `and` rest on.
    init(all proofs: [Proof]) {
        chains = Array(proofs.flatMap(\.chains).prefix(Proof.chainLimit))
    }

    /// The same, one relationship further up.
    func followed(by link: Link) -> Proof {
        var proof = self
        for index in proof.chains.indices { proof.chains[index].append(link) }
        return proof
    }

    var text: String { chains.map(Proof.text).joined(separator: "; and ") }

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

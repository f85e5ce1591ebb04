import API
import Permissions

extension ExplanationBody.Link {
    init(_ link: ExplanationLink) {
        self.init(subject: link.subject, relation: link.relation, object: link.object, chain: link.chain)
    }
}

extension FailedBranchBody {
    init(_ branch: FailedBranch) {
        switch branch {
        case .relation(let name, let part): self.init(kind: "relation", name: name, parts: [FailedBranchBody(part)])
        case .direct(let name, let accepted, let parts):
            self.init(kind: "direct", name: name, accepted: accepted, parts: parts.map(FailedBranchBody.init))
        case .parents(let tupleset, let parts): self.init(kind: "parents", name: tupleset, parts: parts.map(FailedBranchBody.init))
        case .inactive(let relationship, let reason): self.init(kind: "inactive", name: relationship, reason: reason)
        case .union(let parts): self.init(kind: "union", parts: parts.map(FailedBranchBody.init))
        case .intersection(let parts): self.init(kind: "intersection", parts: parts.map(FailedBranchBody.init))
        case .takenAway(let name, let reason): self.init(kind: "taken_away", name: name, reason: reason)
        case .circle(let name): self.init(kind: "circle", name: name)
        case .more: self.init(kind: "more")
        }
    }
}

extension ExpansionNodeBody {
    init(_ node: ExpansionNode) {
        switch node {
        case .leaf(let name, let users): self.init(kind: "direct", name: name, subjects: users.map(\.description))
        case .computed(let name, let userset): self.init(kind: "computed", name: name, leadsTo: [userset])
        case .tupleToUserset(let name, let tupleset, let computed):
            self.init(kind: "parents", name: name, tupleset: tupleset, leadsTo: computed)
        case .union(let name, let nodes): self.init(kind: "union", name: name, parts: nodes.map(ExpansionNodeBody.init))
        case .intersection(let name, let nodes): self.init(kind: "intersection", name: name, parts: nodes.map(ExpansionNodeBody.init))
        case .difference(let name, let base, let subtract):
            self.init(kind: "difference", name: name, parts: [ExpansionNodeBody(base), ExpansionNodeBody(subtract)])
        }
    }

    /// How many references it names.
    var size: Int { (subjects?.count ?? 0) + (leadsTo?.count ?? 0) + (parts ?? []).reduce(0) { $0 + $1.size } }
}

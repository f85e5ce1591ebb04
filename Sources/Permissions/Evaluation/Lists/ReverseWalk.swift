/// Walks up from a subject to every object and relation it can have, breadth first.
///
/// What is reached through unions and edges that count is certain. The rest is possible: a superset of what a check allows, since
/// of an `and` one part is followed and what a `but not` takes away is not looked at.
struct ReverseWalk {
    private(set) var walk: ListWalk
    /// Which relations lead to what is asked.
    private let isWanted: ContiguousArray<Bool>
    private(set) var certain = NodeQueue()
    private(set) var possible = NodeQueue()
    private var waiting: ContiguousArray<(node: UInt64, depth: UInt32)> = []

    init(graph: Graph, subject: SubjectNumbers, scope: QuestionScope, isWanted: ContiguousArray<Bool>) throws(CheckFailure) {
        walk = ListWalk(graph: graph, subject: subject, scope: scope)
        self.isWanted = isWanted
        try walk.checkLimits(depth: 0)
        if subject.relation >= 0, isWanted[Int(subject.relation)] {
            certain.insert(Frontier.node(subject.entity, subject.relation), depth: 0)
        }
        enter(subject.entity, kind: subject.kind)
        if subject.wildcardKind >= 0 { enter(subject.wildcard, kind: Int(subject.wildcardKind)) }
        try climbCertain()
        try climbPossible()
    }

    private mutating func enter(_ entity: UInt32, kind: Int) {
        for index in walk.steps.entries.range(kind) {
            let entry = walk.steps.entries.elements[index]
            guard entry.role == .certain || entry.role == .leading, isWanted[Int(entry.target)] else { continue }
            walk.forEachObject(of: entity, along: entry.edges) { object, outcome in
                let node = Frontier.node(object, entry.target)
                if outcome == .yes, entry.role == .certain { certain.insert(node, depth: 0) } else { waiting.append((node, 0)) }
            }
        }
    }

    private mutating func climbCertain() throws(CheckFailure) {
        var index = 0
        while index < certain.count {
            let node = certain.nodes[index]
            let depth = certain.depths[index] + 1
            index += 1
            let entity = Frontier.entity(node)
            for use in walk.steps.uses.range(Frontier.relation(node)) {
                let step = walk.steps.uses.elements[use]
                guard step.role == .certain || step.role == .leading, isWanted[Int(step.relation)] else { continue }
                try walk.checkLimits(depth: depth)
                if step.edges.edgeClass == 0 {
                    let node = Frontier.node(entity, step.relation)
                    if step.role == .certain { certain.insert(node, depth: depth) } else { waiting.append((node, depth)) }
                    continue
                }
                walk.forEachObject(of: entity, along: step.edges) { object, outcome in
                    let node = Frontier.node(object, step.relation)
                    if outcome == .yes, step.role == .certain {
                        certain.insert(node, depth: depth)
                    } else {
                        waiting.append((node, depth))
                    }
                }
            }
        }
        try walk.checkLimits(depth: 0)
    }

    private mutating func climbPossible() throws(CheckFailure) {
        for (node, depth) in waiting where !certain.contains(node) { possible.insert(node, depth: depth) }
        waiting = []
        var index = 0
        while index < possible.count {
            let node = possible.nodes[index]
            let depth = possible.depths[index] + 1
            index += 1
            let entity = Frontier.entity(node)
            for use in walk.steps.uses.range(Frontier.relation(node)) {
                let step = walk.steps.uses.elements[use]
                guard step.role == .certain || step.role == .leading, isWanted[Int(step.relation)] else { continue }
                try walk.checkLimits(depth: depth)
                if step.edges.edgeClass == 0 {
                    let node = Frontier.node(entity, step.relation)
                    if !certain.contains(node) { possible.insert(node, depth: depth) }
                    continue
                }
                walk.forEachObject(of: entity, along: step.edges) { object, _ in
                    let node = Frontier.node(object, step.relation)
                    if !certain.contains(node) { possible.insert(node, depth: depth) }
                }
            }
        }
        try walk.checkLimits(depth: 0)
    }
}

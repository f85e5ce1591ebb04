/// Finds the fewest relationships an answer rests on: level by level away from the object, until no longer way could need fewer.
struct ProofSearch {
    /// A relationship, in numbers.
    struct Link {
        let subject: UInt32
        let edges: ModelProgram.Edges
        let object: UInt32
    }

    /// A rule at one object, with what it leads to from there.
    indirect enum Part {
        /// The subject is the object's own relation.
        case itself
        case given(Link)
        case node(Int)
        case steps([(link: Link, node: Int)])
        case any([Part])
        case all([Part])
        /// With the number of what is subtracted.
        case remainder(Part, Int)
    }

    /// A rule at one object: that of a relation, or a part of it.
    private struct Node {
        let entity: UInt32
        let number: Int
        let rule: Rule
        var isExpanded = false
        var part = Part.any([])
        /// Relationships needed; nil while no way is known.
        var cost: Int?
        /// Nodes that rest on this one.
        var users: [Int] = []
    }

    /// What is taken away from a part of a node.
    private struct Subtracted {
        let rule: Rule
        let number: Int
        let entity: UInt32
        var takesNothing: Bool?
    }

    private(set) var answers: RuleAnswers
    private var nodes: [Node] = []
    private var numbers: [UInt64: Int] = [:]
    private var subtracted: [Subtracted] = []
    private var level: [Int] = []
    private var nextLevel: [Int] = []

    init(answers: RuleAnswers) {
        self.answers = answers
    }

    /// The proof of a whole relation; nil when it is not given, or the work that is left does not suffice to find it.
    mutating func proof(of number: Int, at entity: UInt32) -> Proof? { proof(of: .computed(number), of: number, at: entity) }

    /// The proof of a part of a relation's rule.
    mutating func proof(of rule: Rule, of number: Int, at entity: UInt32) -> Proof? {
        nodes = [Node(entity: entity, number: number, rule: rule)]
        level = [0]
        var depth = 0
        while !level.isEmpty, answers.remainingWork > 0 {
            expandLevel()
            // Whatever is further away needs a relationship for every level.
            if let cost = nodes[0].cost, cost <= depth + 1 { break }
            level = nextLevel
            nextLevel = []
            depth += 1
        }
        return nodes[0].cost.map { _ in makeProof() }
    }

    // MARK: Going down

    private mutating func expandLevel() {
        var index = 0
        // Relations of the same object join the level, what lies behind relationships waits for the next.
        while index < level.count, answers.remainingWork > 0 {
            let number = level[index]
            index += 1
            guard !nodes[number].isExpanded else { continue }
            nodes[number].isExpanded = true
            nodes[number].part = part(nodes[number].rule, of: nodes[number].number, nodes[number].entity, user: number)
            improve(number)
        }
    }

    private mutating func part(_ rule: Rule, of number: Int, _ entity: UInt32, user: Int) -> Part {
        switch rule {
        case .direct: return .any(answers.definition.relations[number].restrictions.map { direct($0, of: number, entity, user: user) })
        case .computed(let other): return computed(other, entity, user: user)
        case .fromParent(let tupleset, let targets):
            return .any(targets.map { steps($0.restriction, of: tupleset, leadingTo: $0.relation, entity, user: user) })
        case .union(let rules): return .any(rules.map { part($0, of: number, entity, user: user) })
        case .intersection(let rules): return .all(rules.map { part($0, of: number, entity, user: user) })
        case .exclusion(let base, let taken):
            subtracted.append(Subtracted(rule: taken, number: number, entity: entity))
            let place = subtracted.count - 1
            return .remainder(part(base, of: number, entity, user: user), place)
        }
    }

    private mutating func computed(_ number: Int, _ entity: UInt32, user: Int) -> Part {
        let subject = answers.subject
        if subject.entity == entity, subject.relation == Int32(number) { return .itself }
        let node = node(entity, number, user: user)
        level.append(node)
        return .node(node)
    }

    private mutating func direct(_ restriction: Restriction, of number: Int, _ entity: UInt32, user: Int) -> Part {
        var found: [Part] = []
        if let wanted = answers.wanted(by: restriction) {
            for edges in answers.edges(restriction, of: number) where answers.holds(wanted, along: edges, to: entity)?.0 == .yes {
                found.append(.given(Link(subject: wanted, edges: edges, object: entity)))
            }
        }
        if case .relation(let target) = restriction.subject {
            found.append(steps(restriction, of: number, leadingTo: target, entity, user: user))
        }
        return .any(found)
    }

    private mutating func steps(_ restriction: Restriction, of number: Int, leadingTo target: Int, _ entity: UInt32, user: Int) -> Part {
        guard answers.graph.program.isWorthAsking(target, kind: answers.subject.kind) else { return .any([]) }
        var steps: [(link: Link, node: Int)] = []
        for edges in answers.edges(restriction, of: number) {
            var ends: [UInt32] = []
            answers.forEachSubject(of: entity, along: edges) { _, end, outcome, _ in
                if outcome == .yes { ends.append(end) }
                return true
            }
            for end in ends {
                let node = node(end, target, user: user)
                nextLevel.append(node)
                steps.append((Link(subject: end, edges: edges, object: entity), node))
            }
        }
        return .steps(steps)
    }

    private mutating func node(_ entity: UInt32, _ number: Int, user: Int) -> Int {
        let key = Frontier.node(entity, Int32(number))
        let node = numbers[key, default: nodes.count]
        if node == nodes.count {
            numbers[key] = node
            nodes.append(Node(entity: entity, number: number, rule: answers.definition.relations[number].rule))
            let subject = answers.subject
            if subject.entity == entity, subject.relation == Int32(number) { nodes[node].cost = 0 }
        }
        nodes[node].users.append(user)
        return node
    }

    // MARK: Coming back up

    /// Works out what a node costs, and what that changes for others.
    private mutating func improve(_ first: Int) {
        var waiting = [first]
        while let number = waiting.popLast(), answers.remainingWork > 0 {
            guard let cost = cost(nodes[number].part), nodes[number].cost.map({ cost < $0 }) ?? true else { continue }
            nodes[number].cost = cost
            waiting += nodes[number].users
        }
    }

    private mutating func cost(_ part: Part) -> Int? {
        answers.spend(1)
        switch part {
        case .itself: return 0
        case .given: return 1
        case .node(let node): return nodes[node].cost
        case .steps(let steps):
            answers.spend(steps.count)
            return steps.compactMap { nodes[$0.node].cost }.min().map { $0 + 1 }
        case .any(let parts): return parts.compactMap { cost($0) }.min()
        case .all(let parts):
            var sum = 0
            for part in parts {
                guard let cost = cost(part) else { return nil }
                sum += cost
            }
            return sum
        case .remainder(let base, let place):
            guard let cost = cost(base), takesNothing(place) else { return nil }
            return cost
        }
    }

    private mutating func takesNothing(_ place: Int) -> Bool {
        if let known = subtracted[place].takesNothing { return known }
        let taken = subtracted[place]
        let takesNothing = answers.outcome(taken.rule, of: taken.number, taken.entity) == .no
        subtracted[place].takesNothing = takesNothing
        return takesNothing
    }

    // MARK: The proof

    /// Goes down once more along what costs least; the chains of an `and` share what lies above it.
    private mutating func makeProof() -> Proof {
        var chains: [[Proof.Link]] = []
        var waiting: [(part: Part, above: [Link])] = [(nodes[0].part, [])]
        while let (part, above) = waiting.popLast() {
            guard chains.count < Proof.chainLimit else { return Proof(chains, isComplete: false) }
            chains.append(chain(from: part, above, &waiting))
        }
        return Proof(chains, isComplete: true)
    }

    private mutating func chain(from start: Part, _ above: [Link], _ waiting: inout [(part: Part, above: [Link])]) -> [Proof.Link] {
        var part = start
        var links = above
        while true {
            switch part {
            case .itself: return names(links)
            case .given(let link): return names(links + [link])
            case .node(let node): part = partOrItself(node)
            case .steps(let steps):
                guard let step = cheapest(steps, { $0.nodes[$1.node].cost }) else { return names(links) }
                links.append(step.link)
                part = partOrItself(step.node)
            case .any(let parts):
                guard let cheapest = cheapest(parts, { $0.cost($1) }) else { return names(links) }
                part = cheapest
            case .all(let parts):
                guard let first = parts.first else { return names(links) }
                for other in parts.dropFirst().reversed() { waiting.append((other, links)) }
                part = first
            case .remainder(let base, _): part = base
            }
        }
    }

    private func partOrItself(_ node: Int) -> Part { nodes[node].cost == 0 ? .itself : nodes[node].part }

    private mutating func cheapest<Choice>(_ choices: [Choice], _ cost: (inout ProofSearch, Choice) -> Int?) -> Choice? {
        var best: (choice: Choice, cost: Int)?
        for choice in choices {
            guard let cost = cost(&self, choice), best.map({ cost < $0.cost }) ?? true else { continue }
            best = (choice, cost)
        }
        return best?.choice
    }

    /// From the subject up.
    private func names(_ links: [Link]) -> [Proof.Link] {
        links.reversed().map { answers.evaluation.link(from: $0.subject, along: $0.edges, to: $0.object) }
    }
}

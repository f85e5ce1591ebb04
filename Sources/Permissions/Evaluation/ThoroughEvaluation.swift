/// The second attempt at questions of one subject that a quick evaluation gave up.
///
/// Where the model has layers it goes through everything a relation rests on once, whatever circles there are, and works out two
/// answers that only grow: certain, where what cannot be decided counts as no, and possible, where it counts as yes. What a `but not`
/// takes away lies in a lower layer and is asked by itself. Elsewhere the answer depends on the way, and the recursion is made again
/// with results kept.
struct ThoroughEvaluation {
    var evaluation: CheckEvaluation
    private var cells = AnswerCells()
    /// The cells of the nodes met, in the order they are gone through.
    private var numbers: [UInt64: Int] = [:]
    private var nodes: ContiguousArray<(node: UInt64, cell: Int)> = []
    private var next = 0

    init(_ evaluation: CheckEvaluation) {
        self.evaluation = evaluation
    }

    var work: Int { evaluation.work }

    mutating func answer(_ object: UInt32, _ relation: Int) -> CheckResult {
        let outcome = outcome(object, relation, circlesMatter: false)
        return evaluation.result(of: outcome)
    }

    mutating func answerConditionally(_ object: UInt32, _ relation: Int) -> ConditionalResult {
        let result = answer(object, relation)
        return evaluation.conditional(result)
    }

    /// A circle counts as no unless it matters to whoever asks; then the recursion has to find it.
    mutating func outcome(_ object: UInt32, _ relation: Int, circlesMatter: Bool) -> Outcome {
        evaluation.startAgain()
        guard evaluation.mayUseLayers(of: relation), !circlesMatter else { return evaluation.evaluate(object, relation, depth: 0) }
        let root = cell(of: Frontier.node(object, Int32(relation)))
        while next < nodes.count, !cells.isCertain(root), !evaluation.isAborted {
            let (node, cell) = nodes[next]
            next += 1
            expand(node, into: cell)
        }
        guard !evaluation.isAborted else {
            forget()
            return .failed
        }
        if cells.isCertain(root) { return .yes }
        guard cells.isPossible(root) else { return .no }
        cells.doubts(about: root).forEach { evaluation.note($0) }
        return .failed
    }

    /// What was given up half way is of no use to later questions.
    private mutating func forget() {
        cells = AnswerCells()
        numbers = [:]
        nodes = []
        next = 0
    }

    private mutating func cell(of node: UInt64) -> Int {
        if let cell = numbers[node] { return cell }
        let cell = cells.add()
        numbers[node] = cell
        nodes.append((node, cell))
        return cell
    }

    private mutating func expand(_ node: UInt64, into cell: Int) {
        guard evaluation.spend() else { return }
        let subject = evaluation.subject
        let number = Frontier.relation(node)
        if subject.entity == Frontier.entity(node), subject.relation == Int32(number) { return settle(cell, .yes, []) }
        add(evaluation.program.relations[number].entry, at: Frontier.entity(node), to: cell)
    }

    /// Adds a rule as one part of a cell.
    private mutating func add(_ rule: Int, at entity: UInt32, to cell: Int) {
        switch evaluation.program.rules[rule] {
        case .search(let number):
            let (outcome, doubts) = evaluation.noting { $0.search(number, at: entity, root: nil, depth: 0) }
            settle(cell, outcome, doubts)
        case .call(let number): addRelation(number, at: entity, to: cell)
        case .follow(let follows): for follow in follows { add(evaluation.program.follows[follow], from: entity, to: cell) }
        case .union(let parts):
            for part in parts where !cells.isCertain(cell) { add(evaluation.program.children[part], at: entity, to: cell) }
        case .intersection(let parts):
            let all = cells.add(parts: parts.count)
            link(all, to: cell)
            for part in parts {
                let one = cells.add()
                link(one, to: all)
                add(evaluation.program.children[part], at: entity, to: one)
            }
        case .exclusion(let base, let subtracted):
            let given = cells.add()
            cells.guardPart(given, with: Subtraction(rule: subtracted, entity: entity))
            link(given, to: cell)
            add(base, at: entity, to: given)
        }
    }

    private mutating func addRelation(_ number: Int, at entity: UInt32, doubts: ContiguousArray<Shortfall> = [], to cell: Int) {
        guard evaluation.program.isWorthAsking(number, kind: evaluation.subject.kind) else { return }
        link(self.cell(of: Frontier.node(entity, Int32(number))), doubts: doubts, to: cell)
    }

    private mutating func add(_ follow: ModelProgram.Follow, from entity: UInt32, to cell: Int) {
        let graph = evaluation.graph
        guard evaluation.program.isWorthFollowing(follow, kind: evaluation.subject.kind),
            graph.content.classes.counts[Int(follow.edges.edgeClass)] > 0
        else { return }
        guard follow.edges.isDecorated else {
            return graph.content.forward.forEach(entity, follow.edges.edgeClass) { next in
                guard evaluation.spend(), !cells.isCertain(cell) else { return false }
                addRelation(Int(follow.relation), at: next, to: cell)
                return true
            }
        }
        guard let row = graph.content.decorated[Adjacency.key(entity, follow.edges.edgeClass)] else { return }
        for (place, next) in row.subjects.values.enumerated() {
            let (gate, doubts) = evaluation.noting { $0.holds(row.decorations[place], condition: follow.edges.condition) }
            switch gate {
            case .yes: addRelation(Int(follow.relation), at: next, to: cell)
            case .failed where evaluation.looksBehindConditions: addRelation(Int(follow.relation), at: next, doubts: doubts, to: cell)
            case .failed: settle(cell, .failed, doubts)
            case .no, .circle: break
            }
        }
    }

    private mutating func settle(_ cell: Int, _ outcome: Outcome, _ doubts: ContiguousArray<Shortfall>) {
        cells.settle(cell, outcome, doubts)
        askSubtracted()
    }

    private mutating func link(_ part: Int, doubts: ContiguousArray<Shortfall> = [], to cell: Int) {
        cells.link(part, doubts: doubts, to: cell)
        askSubtracted()
    }

    /// What is taken away is asked only where something is given.
    private mutating func askSubtracted() {
        while let (cell, subtraction) = cells.nextSubtraction() {
            let (outcome, doubts) = evaluation.noting { $0.run(subtraction.rule, at: subtraction.entity, depth: 0) }
            cells.decide(cell, outcome, doubts)
        }
    }
}

extension CheckEvaluation {
    /// Whether the relation can be answered by layers.
    func mayUseLayers(of relation: Int) -> Bool {
        limits.dispatches == nil && !program.relations[relation].isPlain && program.relations[relation].isLayered
    }

    /// Whether another attempt may have an answer where this one had none.
    func isWorthAnotherAttempt(at relation: Int) -> Bool {
        needsThoroughAttempt || isAborted && reachedLimit?.kind != .tooMuchTime && mayUseLayers(of: relation)
    }
}

/// What single parts of rules come to, each asked on its own; nil where the work that is left does not suffice to say.
struct RuleAnswers {
    let graph: Graph
    let definition: ModelDefinition
    private var thorough: ThoroughEvaluation
    private(set) var remainingWork: Int
    private var known: [UInt64: Outcome] = [:]

    init(graph: Graph, subject: SubjectNumbers, question: Question) {
        self.graph = graph
        definition = graph.model.definition
        remainingWork = question.limits.work
        thorough = ThoroughEvaluation(
            CheckEvaluation(
                graph: graph, subject: subject, context: question.context, now: question.now,
                limits: question.limits.begun(lasting: question.limits.milliseconds), isThorough: true, looksBehindConditions: true))
    }

    var evaluation: CheckEvaluation { thorough.evaluation }

    var subject: SubjectNumbers { thorough.evaluation.subject }

    mutating func outcome(_ rule: Rule, of number: Int, _ entity: UInt32) -> Outcome? {
        switch rule {
        case .direct: return outcome(ofEach: definition.relations[number].restrictions) { $0.outcome($1, of: number, entity) }
        case .computed(let other): return ask(entity, other)
        case .fromParent(let tupleset, let targets):
            return outcome(ofEach: targets) { $0.outcome($1.restriction, of: tupleset, leadingTo: $1.relation, entity) }
        case .union(let rules): return outcome(ofEach: rules) { $0.outcome($1, of: number, entity) }
        case .intersection(let rules):
            let outcomes = rules.map { outcome($0, of: number, entity) }
            if outcomes.contains(.no) { return .no }
            return outcomes.contains(nil) ? nil : outcomes.reduce(.yes) { $0.and($1 ?? .failed) }
        case .exclusion(let base, let subtracted):
            guard let base = outcome(base, of: number, entity) else { return nil }
            if base == .no || base == .circle { return base }
            return outcome(subtracted, of: number, entity).map { base.butNot($0) }
        }
    }

    /// What a relation of an object comes to, asked alone.
    mutating func ask(_ entity: UInt32, _ number: Int) -> Outcome? {
        let node = Frontier.node(entity, Int32(number))
        if let outcome = known[node] { return outcome }
        guard remainingWork > 0 else { return nil }
        let outcome = thorough.outcome(entity, number, circlesMatter: graph.program.relations[number].circlesMatter)
        spend(thorough.work + 1)
        if let reached = thorough.evaluation.reachedLimit {
            if reached.kind == .tooMuchTime { remainingWork = 0 }
            return nil
        }
        known[node] = outcome
        return outcome
    }

    mutating func spend(_ work: Int) { remainingWork -= work }

    /// Whether an edge counts, and if that is not known, why.
    mutating func holds(_ decoration: DecoratedRow.Decoration, along edges: ModelProgram.Edges) -> (Outcome, Shortfall?) {
        thorough.evaluation.startAgain()
        spend(1)
        let outcome = thorough.evaluation.holds(decoration, condition: edges.condition)
        return (outcome, thorough.evaluation.shortfalls.first)
    }

    /// Whether the relationship of `subject` with the object counts; nil when there is none.
    mutating func holds(_ subject: UInt32, along edges: ModelProgram.Edges, to entity: UInt32) -> (Outcome, Shortfall?)? {
        spend(1)
        guard edges.isDecorated else {
            return graph.content.forward.contains(entity, edges.edgeClass, subject) ? (.yes, nil) : nil
        }
        let row = graph.content.decorated[Adjacency.key(entity, edges.edgeClass)]
        return row?.decoration(of: subject).map { holds($0, along: edges) }
    }

    /// Runs `body` on each subject of an object along edges of one class, until it answers false or the work is used up.
    mutating func forEachSubject(
        of entity: UInt32, along edges: ModelProgram.Edges, _ body: (inout RuleAnswers, UInt32, Outcome, Shortfall?) -> Bool
    ) {
        let graph = graph
        guard edges.isDecorated else {
            return graph.content.forward.forEach(entity, edges.edgeClass) {
                spend(1)
                return remainingWork > 0 && body(&self, $0, .yes, nil)
            }
        }
        guard let row = graph.content.decorated[Adjacency.key(entity, edges.edgeClass)] else { return }
        for (index, subject) in row.subjects.values.enumerated() {
            let (outcome, shortfall) = holds(row.decorations[index], along: edges)
            guard remainingWork > 0, body(&self, subject, outcome, shortfall) else { return }
        }
    }

    /// The classes of a restriction's edges, if there are any such edges.
    func edges(_ restriction: Restriction, of number: Int) -> [ModelProgram.Edges] {
        guard let index = definition.relations[number].restrictions.firstIndex(of: restriction) else { return [] }
        let classes = graph.program.restrictionClasses[number][index]
        let condition = restriction.condition
        var edges: [ModelProgram.Edges] = []
        func add(_ edgeClass: UInt32, isDecorated: Bool) {
            guard graph.content.classes.counts[Int(edgeClass)] > 0 else { return }
            edges.append(ModelProgram.Edges(edgeClass: edgeClass, isDecorated: isDecorated, condition: Int32(condition ?? -1)))
        }
        add(classes.lasting, isDecorated: condition != nil)
        add(classes.expiring, isDecorated: true)
        return edges
    }

    /// The subject itself or everybody of its type, when the restriction accepts that.
    func wanted(by restriction: Restriction) -> UInt32? {
        let kind = graph.program.kinds.kind(of: restriction.subject)
        if kind == subject.kind { return subject.entity }
        return kind == Int(subject.wildcardKind) ? subject.wildcard : nil
    }

    private mutating func outcome<Part>(ofEach parts: [Part], _ ask: (inout RuleAnswers, Part) -> Outcome?) -> Outcome? {
        var outcome = Outcome.no
        var isKnown = true
        for part in parts {
            guard let found = ask(&self, part) else {
                isKnown = false
                continue
            }
            outcome = outcome.or(found)
            if outcome == .yes { return .yes }
        }
        return isKnown ? outcome : nil
    }

    private mutating func outcome(_ restriction: Restriction, of number: Int, _ entity: UInt32) -> Outcome? {
        if case .relation(let target) = restriction.subject { return outcome(restriction, of: number, leadingTo: target, entity) }
        guard let wanted = wanted(by: restriction) else { return .no }
        return outcome(ofEach: edges(restriction, of: number)) { answers, edges in
            answers.holds(wanted, along: edges, to: entity)?.0 ?? .no
        }
    }

    private mutating func outcome(_ restriction: Restriction, of number: Int, leadingTo target: Int, _ entity: UInt32) -> Outcome? {
        outcome(ofEach: edges(restriction, of: number)) { answers, edges in
            var outcome: Outcome? = .no
            answers.forEachSubject(of: entity, along: edges) { answers, next, gate, _ in
                guard gate == .yes || gate == .failed else { return true }
                let far = answers.ask(next, target)
                if let far { outcome = outcome?.or(gate.and(far)) } else { outcome = nil }
                return outcome != .yes
            }
            return answers.remainingWork > 0 ? outcome : nil
        }
    }
}

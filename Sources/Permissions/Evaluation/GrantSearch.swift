import Expressions

/// Looks for the smallest sets of relationships that would turn a denial into an allow; each one named is certain or was tried, and no
/// part of it is enough.
struct GrantSearch {
    static let grantLimit = 3
    /// Relationships in a set.
    static let sizeLimit = 5
    static let trialLimit = 200

    private let graph: Graph
    private let question: Question
    private let object: UInt32
    private let relation: Int
    private let answers: RuleAnswers

    /// `graph` holds the question's contextual relationships already.
    init(graph: Graph, prepared: Graph.Prepared, question: Question) {
        self.graph = graph
        answers = RuleAnswers(graph: graph, subject: prepared.subject, question: question)
        // All trials end when the search has to.
        self.question = Question(
            subject: question.subject, relation: question.relation, object: question.object, context: question.context, now: question.now,
            limits: answers.evaluation.limits)
        object = prepared.object
        relation = prepared.relation
    }

    /// Up to three sets of the same size, the nearest to the object first.
    func grants() -> [[Relationship]] {
        for depth in [GrantCandidates.adjacent, GrantCandidates.nearby, GrantCandidates.farAway] {
            var candidates = GrantCandidates(answers: answers, question: question, depth: depth)
            let found = smallest(candidates.sets(of: relation, at: object))
            // Further away there are no smaller ones than of one relationship, and none that come before these.
            let isFull = found.count == GrantSearch.grantLimit && found[0].count == 1
            if isFull || depth >= GrantCandidates.nearby && !found.isEmpty { return smaller(than: found) }
        }
        return smaller(than: [])
    }

    /// What leads over objects that nothing connects with the question yet, where that is less.
    private func smaller(than found: [[Relationship]]) -> [[Relationship]] {
        guard found.isEmpty || found[0].count > 1 else { return found }
        var candidates = GrantCandidates(answers: answers, question: question, depth: GrantCandidates.nearby, isWide: true)
        let wide = smallest(candidates.sets(of: relation, at: object))
        guard let first = wide.first, found.isEmpty || first.count < found[0].count else { return found }
        return wide
    }

    private func smallest(_ sets: [GrantSet]) -> [[Relationship]] {
        var found: [[Relationship]] = []
        var trials = Trials(graph: graph, question: question)
        for set in sets {
            if let first = found.first, set.relationships.count > first.count { break }
            guard !found.contains(set.relationships), set.isCertain || trials.isSmallest(set.relationships) else { continue }
            found.append(set.relationships)
            if found.count == GrantSearch.grantLimit { break }
        }
        return found
    }
}

/// Asks the question again with relationships on top, a bounded number of times.
private struct Trials {
    let graph: Graph
    let question: Question
    private var count = 0

    init(graph: Graph, question: Question) {
        self.graph = graph
        self.question = question
    }

    /// Whether the set is enough and no part of it is.
    mutating func isSmallest(_ relationships: [Relationship]) -> Bool { isEnough(relationships) == true && isMinimal(relationships) }

    /// Whether the answer becomes an allow, or depends on nothing but the conditions of these relationships; nil when it was not found out.
    private mutating func isEnough(_ relationships: [Relationship]) -> Bool? {
        guard let answer = answer(relationships) else { return nil }
        switch answer {
        case .allowed: return true
        case .conditional: return isEnoughWhereConditionsHold(relationships)
        case .denied, .failed: return false
        }
    }

    /// What takes away may depend on the same conditions, and what is left on those of others.
    private mutating func isEnoughWhereConditionsHold(_ relationships: [Relationship]) -> Bool? {
        guard count < GrantSearch.trialLimit else { return nil }
        count += 1
        let assumed = relationships.map { relationship in
            var relationship = relationship
            relationship.condition = relationship.condition.map {
                ConditionReference(name: $0.name, context: [DecoratedRow.assumption: .bytes([])])
            }
            return relationship
        }
        switch graph.overlaying(assumed).checkConditional(question) {
        case .allowed: return true
        case .denied, .conditional: return false
        case .failed: return nil
        }
    }

    /// Nil when it was not found out.
    private mutating func answer(_ relationships: [Relationship]) -> ConditionalResult? {
        guard count < GrantSearch.trialLimit else { return nil }
        count += 1
        var limits = question.limits
        limits.contextualRelationships = GrantSearch.sizeLimit
        limits.work = min(limits.work, 20_000)
        let trial = Question(
            subject: question.subject, relation: question.relation, object: question.object, contextual: relationships,
            context: question.context, now: question.now, limits: limits)
        let result = graph.checkConditional(trial)
        if case .failed = result { return nil }
        return result
    }

    /// Bounded by the size of a set, since what is granted may also take away.
    private mutating func isMinimal(_ relationships: [Relationship]) -> Bool {
        for choice in 1..<(1 << relationships.count) - 1 {
            let part = relationships.indices.filter { choice >> $0 & 1 == 1 }.map { relationships[$0] }
            guard isEnough(part) == false else { return false }
        }
        return true
    }
}

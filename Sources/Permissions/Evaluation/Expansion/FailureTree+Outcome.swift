extension FailureTree {
    /// What one part of a relation's rule comes to on its own.
    mutating func outcome(_ rule: Rule, of number: Int, _ entity: UInt32) -> Outcome {
        switch rule {
        case .direct:
            return definition.relations[number].restrictions.reduce(.no) { $0.or(outcome($1, of: number, entity)) }
        case .computed(let other): return ask(entity, other)
        case .fromParent(let tupleset, let targets):
            return targets.reduce(.no) { $0.or(outcome($1.restriction, of: tupleset, leadingTo: $1.relation, entity)) }
        case .union(let rules): return rules.reduce(.no) { $0.or(outcome($1, of: number, entity)) }
        case .intersection(let rules): return rules.reduce(.yes) { $0.and(outcome($1, of: number, entity)) }
        case .exclusion(let base, let subtracted):
            return outcome(base, of: number, entity).butNot(outcome(subtracted, of: number, entity))
        }
    }

    private mutating func outcome(_ restriction: Restriction, of number: Int, _ entity: UInt32) -> Outcome {
        if case .relation(let target) = restriction.subject {
            return outcome(restriction, of: number, leadingTo: target, entity)
        }
        let subject = evaluation.subject
        let kind = graph.program.kinds.kind(of: restriction.subject)
        guard kind == subject.kind || kind == Int(subject.wildcardKind) else { return .no }
        let wanted = kind == subject.kind ? subject.entity : subject.wildcard
        var outcome = Outcome.no
        for edges in edges(restriction, of: number) {
            evaluation.forgetShortfalls()
            if evaluation.neighbours(of: entity, along: edges, outcome: &outcome).contains(wanted) { return .yes }
        }
        return outcome
    }

    private mutating func outcome(_ restriction: Restriction, of number: Int, leadingTo target: Int, _ entity: UInt32) -> Outcome {
        var outcome = Outcome.no
        for edges in edges(restriction, of: number) {
            evaluation.forgetShortfalls()
            for next in evaluation.neighbours(of: entity, along: edges, outcome: &outcome) {
                outcome = outcome.or(ask(next, target))
                if outcome == .yes { return .yes }
            }
        }
        return outcome
    }

    private mutating func ask(_ entity: UInt32, _ number: Int) -> Outcome {
        evaluation.forgetShortfalls()
        return evaluation.evaluate(entity, number, depth: 0)
    }
}

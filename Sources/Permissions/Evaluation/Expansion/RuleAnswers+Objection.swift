/// Finds what stood against an answer, after it was found not to be given.
extension RuleAnswers {
    /// Relations looked through for an objection.
    private static let objectionLimit = 1_000

    /// What a `but not` took away; nil when nothing was given in the first place.
    mutating func objection(to number: Int, of entity: UInt32) -> String? {
        var met: Set<UInt64> = []
        var waiting = [(entity: entity, number: number)]
        var index = 0
        while index < waiting.count, met.count < RuleAnswers.objectionLimit, remainingWork > 0 {
            let (entity, number) = waiting[index]
            index += 1
            guard !graph.program.relations[number].isPlain, met.insert(Frontier.node(entity, Int32(number))).inserted else { continue }
            if let found = objection(in: definition.relations[number].rule, of: number, entity, &waiting) { return found }
        }
        return nil
    }

    private mutating func objection(
        in rule: Rule, of number: Int, _ entity: UInt32, _ waiting: inout [(entity: UInt32, number: Int)]
    ) -> String? {
        switch rule {
        case .direct:
            for restriction in definition.relations[number].restrictions {
                guard case .relation(let target) = restriction.subject else { continue }
                waiting += ends(of: restriction, of: number, entity).map { ($0, target) }
            }
        case .computed(let other): waiting.append((entity, other))
        case .fromParent(let tupleset, let targets):
            for target in targets { waiting += ends(of: target.restriction, of: tupleset, entity).map { ($0, target.relation) } }
        case .union(let parts), .intersection(let parts):
            for part in parts {
                if let found = objection(in: part, of: number, entity, &waiting) { return found }
            }
        case .exclusion(let base, let subtracted):
            guard outcome(base, of: number, entity) == .yes else { return objection(in: base, of: number, entity, &waiting) }
            return takenAway(by: subtracted, of: number, entity)
        }
        return nil
    }

    /// What the subtracted part of a rule rests on; nil when it takes nothing away for certain.
    mutating func takenAway(by subtracted: Rule, of number: Int, _ entity: UInt32) -> String? {
        switch outcome(subtracted, of: number, entity) {
        case .yes?:
            var search = ProofSearch(answers: self)
            return search.proof(of: subtracted, of: number, at: entity)?.text ?? "a relationship in what is taken away"
        case .circle?: return "a circle of relationships in what is taken away"
        case .failed?: return "what is taken away cannot be decided"
        case .no?, nil: return nil
        }
    }

    private mutating func ends(of restriction: Restriction, of number: Int, _ entity: UInt32) -> [UInt32] {
        var found: [UInt32] = []
        for edges in edges(restriction, of: number) {
            forEachSubject(of: entity, along: edges) { _, subject, outcome, _ in
                if outcome == .yes { found.append(subject) }
                return found.count < RuleAnswers.objectionLimit
            }
        }
        return found
    }
}

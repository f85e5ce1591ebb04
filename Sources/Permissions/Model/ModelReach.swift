/// Finds relations nobody can ever have and relations defined by themselves.
///
/// Such models are refused: they are always a mistake, and the evaluator relies on definitions without circles.
struct ModelReach {
    let definition: ModelDefinition

    func diagnostics() -> [ModelDiagnostic] {
        let reachable = reachableRelations()
        var found: [ModelDiagnostic] = []
        for (number, relation) in definition.relations.enumerated() where !reachable[number] {
            let type = definition.types[relation.type].name
            let message = "nobody can ever have `\(relation.name)` of `\(type)`; let one of its parts name a type, like `[user]`"
            found.append(diagnostic("relation_no_entry_point", message, at: relation.position, symbol: relation.name))
        }
        guard found.isEmpty else { return found }
        for number in relationsInCycles() {
            let relation = definition.relations[number]
            let message = "`\(relation.name)` of `\(definition.types[relation.type].name)` is defined by itself; break the circle"
            found.append(diagnostic("relation_cycle", message, at: relation.position, symbol: relation.name))
        }
        return found
    }

    private func diagnostic(_ code: String, _ message: String, at position: SourcePosition, symbol: String) -> ModelDiagnostic {
        ModelDiagnostic(code, message, at: position, symbol: symbol)
    }

    /// Spreads from relations that name a type to those that need them, looking again only where something changed.
    private func reachableRelations() -> [Bool] {
        let relations = definition.relations
        var reachable = [Bool](repeating: false, count: relations.count)
        var users = [[Int]](repeating: [], count: relations.count)
        for (number, relation) in relations.enumerated() {
            for used in Set(dependencies(of: relation)) { users[used].append(number) }
        }
        var waiting = Array(relations.indices.reversed())
        while let number = waiting.popLast() {
            guard !reachable[number], isReachable(relations[number].rule, of: relations[number], given: reachable) else { continue }
            reachable[number] = true
            waiting += users[number].filter { !reachable[$0] }
        }
        return reachable
    }

    private func isReachable(_ rule: Rule, of relation: RelationDefinition, given reachable: [Bool]) -> Bool {
        switch rule {
        case .direct:
            relation.restrictions.contains {
                if case .relation(let number) = $0.subject { reachable[number] } else { true }
            }
        case .computed(let number): reachable[number]
        case .fromParent(_, let targets): targets.contains { reachable[$0.relation] }
        case .union(let parts): parts.contains { isReachable($0, of: relation, given: reachable) }
        case .intersection(let parts): parts.allSatisfy { isReachable($0, of: relation, given: reachable) }
        case .exclusion(let base, let subtracted):
            isReachable(base, of: relation, given: reachable) && isReachable(subtracted, of: relation, given: reachable)
        }
    }

    private func dependencies(of relation: RelationDefinition) -> [Int] {
        func collect(_ rule: Rule) -> [Int] {
            switch rule {
            case .direct:
                relation.restrictions.compactMap { if case .relation(let number) = $0.subject { number } else { nil } }
            case .computed(let number): [number]
            case .fromParent(_, let targets): targets.map(\.relation)
            case .union(let parts), .intersection(let parts): parts.flatMap(collect)
            case .exclusion(let base, let subtracted): collect(base) + collect(subtracted)
            }
        }
        return collect(relation.rule)
    }

    /// Numbers of relations on a circle of `computed` steps alone.
    private func relationsInCycles() -> [Int] {
        let uses = definition.relations.map { computed(in: $0.rule) }
        let components = StronglyConnected.components(of: uses)
        return definition.relations.indices.filter { components.isOnCycle($0, edges: uses) }
    }

    private func computed(in rule: Rule) -> [Int] {
        switch rule {
        case .direct, .fromParent: []
        case .computed(let number): [number]
        case .union(let parts), .intersection(let parts): parts.flatMap(computed)
        case .exclusion(let base, let subtracted): computed(in: base) + computed(in: subtracted)
        }
    }
}

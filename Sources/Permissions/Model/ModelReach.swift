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

    /// Spreads from relations that name a type to those that need them.
    private func reachableRelations() -> [Bool] {
        var search = ReachSearch(count: definition.relations.count)
        for (number, relation) in definition.relations.enumerated() { search.add(relation.rule, of: relation, for: number) }
        return Array(search.reached().prefix(definition.relations.count))
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

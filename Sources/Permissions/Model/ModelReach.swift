/// Finds relations nobody can ever have and relations defined by themselves.
///
/// Such models are refused: they are always a mistake, and the evaluator relies on definitions without circles.
struct ModelReach {
    let syntax: ModelSyntax
    let relations: [RelationDefinition]
    /// Relations with mistakes: somebody may have them once they are corrected, so that they make no other one a mistake.
    let uncertain: Set<Int>

    func diagnostics() -> [ModelDiagnostic] {
        let reachable = reachableRelations()
        var found: [ModelDiagnostic] = []
        for (number, relation) in relations.enumerated() where !reachable[number] {
            let message = "nobody can ever have \(phrase(relation)); let one of its parts name a type, like `[user]`"
            found.append(ModelDiagnostic("relation_no_entry_point", message, at: relation.position, symbol: relation.name))
        }
        // On a circle that nobody can enter, the way out of it is the same.
        for number in relationsInCycles() where reachable[number] {
            let message = "\(phrase(relations[number])) is defined by itself; break the circle"
            let relation = relations[number]
            found.append(ModelDiagnostic("relation_cycle", message, at: relation.position, symbol: relation.name))
        }
        return found
    }

    private func phrase(_ relation: RelationDefinition) -> String {
        "`\(relation.name)` of `\(syntax.types[relation.type].name.text)`"
    }

    /// Spreads from relations that name a type to those that need them.
    private func reachableRelations() -> [Bool] {
        var search = ReachSearch(count: relations.count, uncertain: uncertain)
        for (number, relation) in relations.enumerated() where !uncertain.contains(number) {
            search.add(relation.rule, of: relation, for: number)
        }
        return Array(search.reached().prefix(relations.count))
    }

    /// Numbers of relations on a circle of `computed` steps alone.
    private func relationsInCycles() -> [Int] {
        let uses = relations.map { computed(in: $0.rule) }
        let components = StronglyConnected.components(of: uses)
        return relations.indices.filter { components.isOnCycle($0, edges: uses) }
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

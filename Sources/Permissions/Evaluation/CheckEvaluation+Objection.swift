/// Finds what stood against an answer, after it was found not to be given.
extension CheckEvaluation {
    /// What a `but not` took away; nil when nothing was given in the first place.
    mutating func objection(to number: Int, of entity: UInt32, depth: Int) -> String? {
        guard depth <= limits.depth, !isAborted else { return nil }
        let relation = program.relations[number]
        let node = Frontier.node(entity, Int32(number))
        guard !relation.isPlain, !path.contains(node) else { return nil }
        path.append(node)
        defer { path.removeLast() }
        return objectionInRule(relation.entry, at: entity, depth: depth)
    }

    private mutating func objectionInRule(_ rule: Int, at entity: UInt32, depth: Int) -> String? {
        switch program.rules[rule] {
        case .search: return nil
        case .call(let number): return objection(to: number, of: entity, depth: depth + 1)
        case .follow(let follows):
            for follow in program.follows[follows] {
                var ignored = Outcome.no
                for next in neighbours(of: entity, along: follow.edges, outcome: &ignored) where spend() {
                    if let found = objection(to: Int(follow.relation), of: next, depth: depth + 1) { return found }
                }
            }
            return nil
        case .union(let parts), .intersection(let parts):
            for part in parts {
                if let found = objectionInRule(program.children[part], at: entity, depth: depth) { return found }
            }
            return nil
        case .exclusion(let base, let subtracted):
            guard run(base, at: entity, depth: depth) == .yes else { return objectionInRule(base, at: entity, depth: depth) }
            switch run(subtracted, at: entity, depth: depth) {
            case .yes: return proveRule(subtracted, at: entity, depth: depth)?.text
            case .circle: return "a circle of relationships in what is taken away"
            case .no, .failed: return nil
            }
        }
    }
}

/// Writes what stands after `define x: `. The relation's own types come first, what is nested stands in parentheses.
struct DefinitionPrinter {
    /// What stands for the relation's own types, with its brackets.
    let types: String

    static func text(of relation: RelationSyntax, in type: String) throws(UnprintableModel) -> String {
        let rewrite = directFirst(relation.rewrite)
        let count = directCount(rewrite)
        guard count == 0 || count == 1 && startsDirect(rewrite) else {
            throw UnprintableModel(
                code: .unsupportedNesting,
                message:
                    "the DSL cannot hold `\(relation.name.text)` of `\(type)`: the types it accepts must stand once, in the first place; "
                    + "define that part as a relation of its own")
        }
        let types = relation.restrictions.map(\.textWithCondition).joined(separator: ", ")
        return DefinitionPrinter(types: "[\(types)]").text(of: rewrite, isNested: false)
    }

    func text(of rewrite: Rewrite, isNested: Bool) -> String {
        let text: String
        switch rewrite {
        case .direct: return types
        case .computed(let relation): return relation.text
        case .fromParent(let relation, let parent): return "\(relation.text) from \(parent.text)"
        case .union(let parts): text = parts.map { self.text(of: $0, isNested: true) }.joined(separator: " or ")
        case .intersection(let parts): text = parts.map { self.text(of: $0, isNested: true) }.joined(separator: " and ")
        case .exclusion(let base, let subtracted):
            text = "\(self.text(of: base, isNested: true)) but not \(self.text(of: subtracted, isNested: true))"
        }
        return isNested ? "(\(text))" : text
    }

    private static func directFirst(_ rewrite: Rewrite) -> Rewrite {
        switch rewrite {
        case .direct, .computed, .fromParent: rewrite
        case .union(let parts): .union(directFirst(parts))
        case .intersection(let parts): .intersection(directFirst(parts))
        case .exclusion(let base, let subtracted): .exclusion(base: directFirst(base), subtracted: directFirst(subtracted))
        }
    }

    private static func directFirst(_ parts: [Rewrite]) -> [Rewrite] {
        var parts = parts.map { directFirst($0) }
        if let place = parts.firstIndex(where: \.isDirect) { parts.insert(parts.remove(at: place), at: 0) }
        return parts
    }

    private static func directCount(_ rewrite: Rewrite) -> Int {
        switch rewrite {
        case .direct: 1
        case .computed, .fromParent: 0
        case .union(let parts), .intersection(let parts): parts.reduce(0) { $0 + directCount($1) }
        case .exclusion(let base, let subtracted): directCount(base) + directCount(subtracted)
        }
    }

    private static func startsDirect(_ rewrite: Rewrite) -> Bool {
        switch rewrite {
        case .direct: true
        case .computed, .fromParent: false
        case .union(let parts), .intersection(let parts): parts.first.map(startsDirect) ?? false
        case .exclusion(let base, _): startsDirect(base)
        }
    }
}

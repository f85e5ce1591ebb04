extension ModelValidator {
    mutating func checkSize(of relation: RelationSyntax) {
        relationCount += 1
        if relationCount == ModelLimits.relations + 1 {
            report("too_many_relations", "define at most \(ModelLimits.relations) relations", at: relation.name.position)
        }
        if relation.restrictions.count > ModelLimits.restrictions {
            let message =
                "name at most \(ModelLimits.restrictions) types in `\(relation.name.text)`; there are \(relation.restrictions.count)"
            report("too_many_restrictions", message, at: relation.name.position, symbol: relation.name.text)
        }
        let operands = relation.rewrite.operandCount
        if operands > ModelLimits.operands {
            let message = "name at most \(ModelLimits.operands) relations in `\(relation.name.text)`; there are \(operands)"
            report("too_many_operands", message, at: relation.name.position, symbol: relation.name.text)
        }
    }

    /// Counts what a use of `from` costs, and refuses a model in which that multiplies.
    mutating func countParents(_ count: Int, at position: SourcePosition) {
        let before = parentCount
        parentCount += count
        guard before <= ModelLimits.parents, parentCount > ModelLimits.parents else { return }
        let message = "use `from` less, or after relations with fewer types; together they have more than \(ModelLimits.parents)"
        report("too_many_parents", message, at: position)
    }

    /// A relation names the types it accepts exactly when `this` is part of its definition. Only the JSON form can get this wrong.
    mutating func checkAssignable(_ relation: RelationSyntax) {
        if relation.rewrite.namesDirect {
            guard relation.restrictions.isEmpty else { return }
            let message = "name at least one type that `\(relation.name.text)` accepts, in `directly_related_user_types`"
            report("assignable_relation_must_have_type", message, at: relation.name.position, symbol: relation.name.text)
        } else if let first = relation.restrictions.first {
            let message = "add `this` to the definition of `\(relation.name.text)`, or remove the types it accepts"
            report("relation_not_assignable", message, at: first.position, symbol: relation.name.text)
        }
    }

    /// One file holds one module; a model in JSON could say otherwise.
    mutating func checkModuleFiles() {
        var modules: [String: [String]] = [:]
        var places: [(file: String, position: SourcePosition)] = []
        var seen: Set<ModuleOrigin> = []
        func note(_ origin: ModuleOrigin?, at position: SourcePosition) {
            guard let origin, let file = origin.file, let module = origin.module, seen.insert(origin).inserted else { return }
            if modules[file] == nil { places.append((file, position)) }
            modules[file, default: []].append(module)
        }
        for type in syntax.types {
            note(type.origin, at: type.name.position)
            for relation in type.relations { note(relation.origin, at: relation.name.position) }
        }
        for condition in syntax.conditions { note(condition.origin, at: condition.name.position) }
        for (file, position) in places {
            guard let names = modules[file], names.count > 1 else { continue }
            let shown = names.prefix(10).joined(separator: ", ")
            let message = "the file `\(file)` holds the modules \(shown); put each in a file of its own"
            report("multiple_modules_in_file", message, at: position, symbol: file)
        }
    }
}

extension Rewrite {
    var operandCount: Int {
        switch self {
        case .direct: 0
        case .computed, .fromParent: 1
        case .union(let parts), .intersection(let parts): parts.reduce(0) { $0 + $1.operandCount }
        case .exclusion(let base, let subtracted): base.operandCount + subtracted.operandCount
        }
    }

    var namesDirect: Bool {
        switch self {
        case .direct: true
        case .computed, .fromParent: false
        case .union(let parts), .intersection(let parts): parts.contains { $0.namesDirect }
        case .exclusion(let base, let subtracted): base.namesDirect || subtracted.namesDirect
        }
    }
}

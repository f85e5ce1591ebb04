/// Checks what the names of a model mean: that each is defined once, allowed, and used where it can be.
///
/// The rules are those of OpenFGA's language tools and server together.
struct ModelValidator {
    let syntax: ModelSyntax
    let index: ModelIndex
    private(set) var diagnostics: [ModelDiagnostic] = []
    private(set) var warnings: [ModelDiagnostic] = []
    /// Numbers, in the order of the syntax, of relations in which something is wrong.
    var uncertain: Set<Int> = []
    var relationCount = 0
    var parentCount = 0
    private var reportCount = 0

    static func validate(_ syntax: ModelSyntax) -> ModelValidator {
        var validator = ModelValidator(syntax: syntax, index: ModelIndex(syntax))
        validator.run()
        return validator
    }

    /// So large that what it defines is not worth following.
    var isTooLarge: Bool { parentCount > ModelLimits.parents }

    private init(syntax: ModelSyntax, index: ModelIndex) {
        self.syntax = syntax
        self.index = index
    }

    /// Bounded, because one mistake can show in a great many places; of a good many, the first by place are kept later.
    mutating func report(_ code: String, _ message: String, at position: SourcePosition, symbol: String? = nil) {
        reportCount += 1
        guard diagnostics.count < ModelLimits.collectedDiagnostics else { return }
        diagnostics.append(ModelDiagnostic(code, message, at: position, symbol: symbol))
    }

    private mutating func run() {
        checkHeader()
        checkLimits()
        checkTypeNames()
        let conditions = Set(syntax.conditions.map(\.name.text))
        var number = 0
        for type in syntax.types {
            checkRelationNames(of: type, from: number)
            for relation in type.relations {
                if !isRight(relation, in: type, conditions: conditions) { uncertain.insert(number) }
                number += 1
            }
        }
        checkConditions()
        checkModuleFiles()
    }

    private mutating func isRight(_ relation: RelationSyntax, in type: TypeSyntax, conditions: Set<String>) -> Bool {
        guard !relation.isBroken else { return false }
        let before = reportCount
        checkSize(of: relation)
        checkAssignable(relation)
        checkRestrictions(of: relation, conditions: conditions)
        checkRewrite(relation.rewrite, of: relation, in: type)
        return reportCount == before
    }

    private mutating func checkHeader() {
        guard let version = syntax.schemaVersion else {
            guard !syntax.isHeaderBroken else { return }
            let position = syntax.moduleName?.position ?? .start
            let message =
                syntax.moduleName == nil
                ? "add the member `schema_version` with the value `1.1`"
                : "this is a module, one part of a model; give the `fga.mod` that names it, or all its modules together"
            return report("schema_version_required", message, at: SourcePosition(line: position.line, column: 1), symbol: "")
        }
        guard ["1.1", "1.2"].contains(version.text) else {
            return report(
                "invalid_schema", "use `schema 1.1`; `\(version.text)` is not supported", at: version.position, symbol: version.text)
        }
    }

    private mutating func checkLimits() {
        if syntax.types.count > ModelLimits.types {
            let message = "define at most \(ModelLimits.types) types; there are \(syntax.types.count)"
            report("too_many_types", message, at: syntax.types[ModelLimits.types].name.position)
        }
        if syntax.conditions.count > ModelLimits.conditions {
            let message = "define at most \(ModelLimits.conditions) conditions; there are \(syntax.conditions.count)"
            report("too_many_conditions", message, at: syntax.conditions[ModelLimits.conditions].name.position)
        }
    }

    private mutating func checkRestrictions(of relation: RelationSyntax, conditions: Set<String>) {
        var first: [String: SourcePosition] = [:]
        for restriction in relation.restrictions {
            let text = restriction.textWithCondition
            reportRepeated(text, in: &first, at: restriction.position) {
                "`\(text)` is a type of `\(relation.name.text)` \($0); remove one"
            }
            guard index.hasType(restriction.type) else {
                report(
                    "invalid_type", "define the type `\(restriction.type)`, or name another one", at: restriction.position,
                    symbol: restriction.type)
                continue
            }
            if case .relation(let name) = restriction.target, !index.has(relation: name, on: restriction.type) {
                let message = "define the relation `\(name)` in `\(restriction.type)`, or name another one"
                report("invalid_relation_type", message, at: restriction.position, symbol: restriction.text)
            }
            if let condition = restriction.condition, !conditions.contains(condition.text) {
                let message = "define the condition `\(condition.text)`, or name another one"
                report("condition_not_defined", message, at: condition.position, symbol: condition.text)
            }
        }
    }

    private mutating func checkRewrite(_ rewrite: Rewrite, of relation: RelationSyntax, in type: TypeSyntax) {
        switch rewrite {
        case .direct: break
        case .computed(let name):
            if !index.has(relation: name.text, on: type.name.text) {
                report(
                    "missing_definition", "define the relation `\(name.text)` in `\(type.name.text)`", at: name.position, symbol: name.text)
            }
        case .fromParent(let name, let parent):
            checkParent(parent, following: name, in: type)
        case .union(let parts), .intersection(let parts):
            checkDuplicates(parts, of: relation)
            for part in parts { checkRewrite(part, of: relation, in: type) }
        case .exclusion(let base, let subtracted):
            checkDuplicates([base, subtracted], of: relation)
            checkRewrite(base, of: relation, in: type)
            checkRewrite(subtracted, of: relation, in: type)
        }
    }

    private mutating func checkDuplicates(_ parts: [Rewrite], of relation: RelationSyntax) {
        var first: [String: SourcePosition] = [:]
        for part in parts {
            let text: String
            let position: SourcePosition
            switch part {
            case .computed(let name): (text, position) = (name.text, name.position)
            case .fromParent(let name, let parent): (text, position) = ("\(name.text) from \(parent.text)", name.position)
            default: continue
            }
            reportRepeated(text, in: &first, at: position) { "`\(text)` is a part of `\(relation.name.text)` \($0); remove one" }
        }
    }

    /// What follows `from` must be plain objects, and at least one of their types must have the relation.
    private mutating func checkParent(_ parent: PlacedName, following name: PlacedName, in type: TypeSyntax) {
        guard let tupleset = index.relation(parent.text, on: type.name.text) else {
            let message = "define the relation `\(parent.text)` in `\(type.name.text)`, or follow another one"
            return report("invalid_relation_type", message, at: name.position, symbol: "\(name.text) from \(parent.text)")
        }
        guard !tupleset.isBroken, !isTooLarge else { return }
        guard case .direct = tupleset.rewrite, tupleset.restrictions.allSatisfy({ $0.target == .object }) else {
            let message = "`\(parent.text)` stands after `from`, so define it as plain types only, like `[folder]`"
            return report("tupleuserset_not_direct", message, at: parent.position, symbol: parent.text)
        }
        countParents(tupleset.restrictions.count, at: name.position)
        let types = tupleset.restrictions.map(\.type)
        guard !types.contains(where: { index.has(relation: name.text, on: $0) }) else { return }
        for parentType in types {
            let message = "define `\(name.text)` in `\(parentType)`, the type of `\(parent.text)`, or follow another relation"
            report("invalid_relation_on_tupleset", message, at: name.position, symbol: "\(name.text) from \(parent.text)")
        }
    }

    private mutating func checkConditions() {
        var used: Set<String> = []
        for type in syntax.types {
            for relation in type.relations {
                for restriction in relation.restrictions { if let condition = restriction.condition { used.insert(condition.text) } }
            }
        }
        for condition in syntax.conditions {
            if !used.contains(condition.name.text) {
                let message = "the condition `\(condition.name.text)` is not used; remove it or add it after `with`"
                let position = condition.name.position
                warnings.append(ModelDiagnostic("condition_not_used", message, at: position, symbol: condition.name.text))
            }
            if condition.parameters.count > ModelLimits.parameters {
                let message = "use at most \(ModelLimits.parameters) parameters in `\(condition.name.text)`"
                report("too_many_parameters", message, at: condition.name.position)
            }
            if condition.expression.utf8.count > ModelLimits.expression {
                let message = "shorten the expression of `\(condition.name.text)` to at most \(ModelLimits.expression) bytes"
                report("expression_too_long", message, at: condition.expressionPosition)
            }
        }
    }
}

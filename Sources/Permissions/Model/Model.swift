/// A tenant's rules: which types there are, which relations they have, and how a relation follows from others.
///
/// Written in the OpenFGA modeling language, schema 1.1.
package struct Model: Sendable {
    /// The text as it was given.
    package let source: String
    /// What is allowed but probably not meant, such as a condition that is not used.
    package let warnings: [ModelDiagnostic]
    let definition: ModelDefinition

    package init(parsing source: String) throws(InvalidModel) {
        let (syntax, syntaxErrors) = ModelParser.parse(source)
        guard syntaxErrors.isEmpty else { throw InvalidModel(diagnostics: syntaxErrors) }
        let validated = ModelValidator.validate(syntax)
        let (conditions, conditionErrors) = Condition.compile(syntax.conditions)
        let errors = validated.diagnostics + conditionErrors
        guard errors.isEmpty else { throw InvalidModel(diagnostics: Model.sorted(errors)) }
        definition = ModelDefinition(syntax, conditions: conditions)
        let unreachable = ModelReach(definition: definition).diagnostics()
        guard unreachable.isEmpty else { throw InvalidModel(diagnostics: Model.sorted(unreachable)) }
        self.source = source
        warnings = validated.warnings
    }

    private static func sorted(_ diagnostics: [ModelDiagnostic]) -> [ModelDiagnostic] {
        let ordered = diagnostics.sorted { ($0.line, $0.column, $0.code) < ($1.line, $1.column, $1.code) }
        return Array(ordered.prefix(ModelParser.diagnosticLimit))
    }

    package var typeNames: [String] { definition.types.map(\.name) }

    /// In the order of the model; empty for a type that is not defined.
    package func relationNames(of type: String) -> [String] {
        guard let number = definition.type(type) else { return [] }
        return definition.types[number].relations.map { definition.relations[$0].name }
    }

    package func defines(relation: String, on type: String) -> Bool {
        definition.relation(relation, on: type) != nil
    }
}

/// A tenant's rules: which types there are, which relations they have, and how a relation follows from others.
///
/// Written in the OpenFGA modeling language, schema 1.1 or 1.2, or in its JSON form.
package struct Model: Sendable {
    /// The text as it was given, with its comments: the DSL, or JSON. For a model made of modules, its JSON form.
    package let source: String
    /// What is allowed but probably not meant, such as a condition that is not used.
    package let warnings: [ModelDiagnostic]
    let definition: ModelDefinition
    let syntax: ModelSyntax

    /// Reads the DSL.
    package init(parsing source: String) throws(InvalidModel) {
        let (syntax, diagnostics) = ModelParser.parse(source)
        try self.init(syntax, source: source, besides: diagnostics)
    }

    /// Reads the JSON form (openfga/api `AuthorizationModel`).
    package init(json: [UInt8]) throws(InvalidModel) {
        let (syntax, diagnostics) = ModelJSONReader.parse(json)
        try self.init(syntax, source: String(decoding: json, as: UTF8.self), besides: diagnostics)
    }

    /// Reads a stored model: JSON when its first character that is not blank is `{` or `[`, otherwise the DSL.
    package init(parsingEither text: String) throws(InvalidModel) {
        let mark = text.utf8.starts(with: SourceReader.byteOrderMark) ? SourceReader.byteOrderMark.count : 0
        let first = text.utf8.dropFirst(mark).first { !SourceReader.isBlank($0) && $0 != UInt8(ascii: "\n") }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            try self.init(json: Array(text.utf8))
        } else {
            try self.init(parsing: text)
        }
    }

    /// Every check runs on what could be read, and leaves out what could not; `mistakes` are those of reading.
    init(_ syntax: ModelSyntax, source: String, besides mistakes: [ModelDiagnostic]) throws(InvalidModel) {
        let validated = ModelValidator.validate(syntax)
        let (conditions, conditionErrors) = Condition.compile(syntax.conditions)
        let resolver = ModelResolver(syntax, uncertain: validated.uncertain)
        let relations = validated.isTooLarge ? [] : resolver.relations()
        let unreachable = ModelReach(syntax: syntax, relations: relations, uncertain: validated.uncertain).diagnostics()
        let errors = mistakes + validated.diagnostics + conditionErrors + unreachable
        guard errors.isEmpty else { throw InvalidModel(errors) }
        definition = ModelDefinition(syntax, relations: relations, conditions: conditions, resolver: resolver)
        self.source = source
        self.syntax = syntax
        warnings = validated.warnings
    }

    /// Whether both are one model, and not two that say the same: a model that is written again is another.
    package func isSame(as other: Model) -> Bool { definition === other.definition }

    package var schemaVersion: String { syntax.schemaVersion?.text ?? "" }

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

extension Model {
    /// The JSON form (openfga/api `AuthorizationModel`, without an id), types, relations and conditions in the order of the model.
    package func jsonText() -> String { ModelJSONWriter.text(syntax) }
}

/// Writes a model's syntax in its JSON form: `camelCase` inside definitions, `snake_case` outside, as upstream does.
enum ModelJSONWriter {
    static func text(_ syntax: ModelSyntax) -> String {
        var writer = JSONTextWriter()
        writer.object { writer in
            if let version = syntax.schemaVersion { writer.member("schema_version", version.text) }
            if !syntax.types.isEmpty {
                writer.name("type_definitions")
                writer.array(syntax.types) { write($1, to: &$0) }
            }
            if !syntax.conditions.isEmpty {
                writer.member("conditions") { writer in
                    for condition in syntax.conditions { write(condition, to: &writer) }
                }
            }
        }
        return writer.text
    }

    private static func write(_ type: TypeSyntax, to writer: inout JSONTextWriter) {
        writer.object { writer in
            writer.member("type", type.name.text)
            writer.member("relations") { writer in
                for relation in type.relations {
                    writer.name(relation.name.text)
                    write(relation.rewrite, to: &writer)
                }
            }
            writer.name("metadata")
            guard !type.relations.isEmpty || type.origin != nil else { return writer.null() }
            writer.object { writer in
                if !type.relations.isEmpty {
                    writer.member("relations") { writer in
                        for relation in type.relations { writeMetadata(of: relation, to: &writer) }
                    }
                }
                write(type.origin, to: &writer)
            }
        }
    }

    private static func writeMetadata(of relation: RelationSyntax, to writer: inout JSONTextWriter) {
        writer.member(relation.name.text) { writer in
            writer.name("directly_related_user_types")
            writer.array(relation.restrictions) { write($1, to: &$0) }
            write(relation.origin, to: &writer)
        }
    }

    private static func write(_ restriction: RestrictionSyntax, to writer: inout JSONTextWriter) {
        writer.object { writer in
            writer.member("type", restriction.type)
            switch restriction.target {
            case .object: break
            case .wildcard: writer.member("wildcard") { _ in }
            case .relation(let relation): writer.member("relation", relation)
            }
            if let condition = restriction.condition { writer.member("condition", condition.text) }
        }
    }

    private static func write(_ origin: ModuleOrigin?, to writer: inout JSONTextWriter) {
        guard let origin else { return }
        if let module = origin.module { writer.member("module", module) }
        if let file = origin.file { writer.member("source_info") { $0.member("file", file) } }
    }

    private static func write(_ rewrite: Rewrite, to writer: inout JSONTextWriter) {
        writer.object { writer in
            switch rewrite {
            case .direct: writer.member("this") { _ in }
            case .computed(let relation): writer.member("computedUserset") { $0.member("relation", relation.text) }
            case .fromParent(let relation, let parent):
                writer.member("tupleToUserset") { writer in
                    writer.member("tupleset") { $0.member("relation", parent.text) }
                    writer.member("computedUserset") { $0.member("relation", relation.text) }
                }
            case .union(let parts): write(parts, as: "union", to: &writer)
            case .intersection(let parts): write(parts, as: "intersection", to: &writer)
            case .exclusion(let base, let subtracted):
                writer.member("difference") { writer in
                    writer.name("base")
                    write(base, to: &writer)
                    writer.name("subtract")
                    write(subtracted, to: &writer)
                }
            }
        }
    }

    private static func write(_ parts: [Rewrite], as name: String, to writer: inout JSONTextWriter) {
        writer.member(name) { writer in
            writer.name("child")
            writer.array(parts) { write($1, to: &$0) }
        }
    }

    private static func write(_ condition: ConditionSyntax, to writer: inout JSONTextWriter) {
        writer.member(condition.name.text) { writer in
            writer.member("name", condition.name.text)
            writer.member("expression", condition.expression)
            writer.member("parameters") { writer in
                for parameter in condition.parameters {
                    writer.name(parameter.name.text)
                    write(parameter.type, to: &writer)
                }
            }
            if let origin = condition.origin { writer.member("metadata") { write(origin, to: &$0) } }
        }
    }

    private static func write(_ type: ParameterType, to writer: inout JSONTextWriter) {
        writer.object { writer in
            writer.member("type_name", "TYPE_NAME_\(type.word.uppercased())")
            if let element = type.element {
                writer.name("generic_types")
                writer.array([element]) { write($1, to: &$0) }
            }
        }
    }
}

extension ParameterType {
    var word: String {
        switch self {
        case .scalar(let scalar): scalar.rawValue
        case .list: "list"
        case .map: "map"
        }
    }

    var element: ParameterType? {
        switch self {
        case .scalar: nil
        case .list(let element), .map(let element): element
        }
    }
}

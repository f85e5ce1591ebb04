/// Finds types and relations of a model's syntax by name; the first of two with one name counts.
struct ModelIndex {
    private var types: [String: [String: RelationSyntax]] = [:]

    init(_ syntax: ModelSyntax) {
        for type in syntax.types {
            var relations = types[type.name.text] ?? [:]
            for relation in type.relations where relations[relation.name.text] == nil { relations[relation.name.text] = relation }
            types[type.name.text] = relations
        }
    }

    func hasType(_ name: String) -> Bool { types[name] != nil }

    func has(relation: String, on type: String) -> Bool { types[type]?[relation] != nil }

    func relation(_ relation: String, on type: String) -> RelationSyntax? { types[type]?[relation] }
}

extension ModelValidator {
    mutating func checkTypeNames() {
        var first: [String: SourcePosition] = [:]
        for type in syntax.types {
            let name = type.name.text
            if !type.isExtension {
                reportRepeated(name, in: &first, at: type.name.position) {
                    "the type `\(name)` is defined \($0); put the relations together"
                }
            }
            if name == "self" || name == "this" {
                report("reserved_type_keywords", "rename the type; it cannot be `self` or `this`", at: type.name.position, symbol: name)
            }
            if !ReferenceRules.isName(name.utf8, limit: ReferenceRules.typeLimit) {
                report(
                    "invalid_name",
                    "name the type with 1 to \(ReferenceRules.typeLimit) bytes, none of them `:`, `#`, `@`, `*` or white space",
                    at: type.name.position,
                    symbol: name)
            }
        }
    }

    /// Names what stands twice at its first place, as upstream does; the message says where it stands again.
    mutating func reportRepeated(
        _ text: String, in first: inout [String: SourcePosition], at position: SourcePosition, _ message: (String) -> String
    ) {
        guard let earlier = first[text] else {
            first[text] = position
            return
        }
        let file = position.file.map { " of `\($0)`" } ?? ""
        report(
            "duplicated_error", message("twice, again in line \(position.line), column \(position.column)\(file)"), at: earlier,
            symbol: text)
    }

    /// `start` is the number of the type's first relation.
    mutating func checkRelationNames(of type: TypeSyntax, from start: Int) {
        var first: [String: Int] = [:]
        for (number, relation) in zip(start..., type.relations) {
            let name = relation.name.text
            if let earlier = first.updateValue(first[name] ?? number, forKey: name) {
                uncertain.formUnion([earlier, number])
                let message = "`\(name)` is defined twice in `\(type.name.text)`; remove or rename one"
                report("duplicated_error", message, at: relation.name.position, symbol: name)
            }
            if name == "self" || name == "this" {
                report(
                    "reserved_relation_keywords", "rename the relation; it cannot be `self` or `this`", at: relation.name.position,
                    symbol: name)
            }
            if !ReferenceRules.isName(name.utf8, limit: ReferenceRules.relationLimit) {
                let message =
                    "name the relation with 1 to \(ReferenceRules.relationLimit) bytes, none of them `:`, `#`, `@`, `*` or white space"
                report("invalid_name", message, at: relation.name.position, symbol: name)
            }
        }
    }
}

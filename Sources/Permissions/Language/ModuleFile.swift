/// One file of a model made of modules: `module x`, then types, conditions and extensions of types of other modules.
package struct ModuleFile: Hashable, Sendable {
    /// The path as `fga.mod` names it; kept in the model as `source_info`.
    package let name: String
    package let text: String

    package init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}

extension Model {
    /// Merges modules (schema 1.2) into one model, which keeps module and file of everything. `source` is its JSON form, the only one that
    /// holds them.
    package init(modules files: [ModuleFile]) throws(InvalidModel) {
        let (syntax, diagnostics) = ModuleMerger.merge(files)
        try self.init(syntax, source: diagnostics.isEmpty ? ModelJSONWriter.text(syntax) : "", besides: diagnostics)
    }

    /// The modules the model is made of, by name; empty for a model written in one piece.
    package var moduleNames: [String] {
        var names: Set<String> = []
        for type in syntax.types {
            if let module = type.origin?.module { names.insert(module) }
            for relation in type.relations { if let module = relation.origin?.module { names.insert(module) } }
        }
        for condition in syntax.conditions { if let module = condition.origin?.module { names.insert(module) } }
        return names.sorted(by: ModelPrinter.precedes)
    }
}

/// Puts the syntax of several modules together (openfga/language `modules-to-model`).
///
/// A file with mistakes is merged as far as it could be read, so that one run names everything that is wrong.
struct ModuleMerger {
    private var syntax = ModelSyntax()
    private var diagnostics: [ModelDiagnostic] = []
    private var extensions: [TypeSyntax] = []
    private var typeNumbers: [String: Int] = [:]
    private var conditions: Set<String> = []

    static func merge(_ files: [ModuleFile]) -> (syntax: ModelSyntax, diagnostics: [ModelDiagnostic]) {
        var merger = ModuleMerger()
        merger.syntax.schemaVersion = PlacedName(text: "1.2", position: .start)
        guard files.count <= ModelLimits.modules else {
            let message = "use at most \(ModelLimits.modules) files; there are \(files.count)"
            return (merger.syntax, [ModelDiagnostic("too_many_modules", message, at: .start)])
        }
        let size = files.reduce(0) { $0 + $1.text.utf8.count }
        guard size <= ModelLimits.source else { return (merger.syntax, [.tooLarge(size)]) }
        var names: Set<String> = []
        for file in files {
            guard names.insert(file.name).inserted else {
                merger.report("duplicate_file", "the file `\(file.name)` is given twice; remove one", at: .start(of: file))
                continue
            }
            merger.read(file)
        }
        merger.mergeExtensions()
        return (merger.syntax, merger.diagnostics)
    }

    private mutating func report(_ code: String, _ message: String, at position: SourcePosition, symbol: String? = nil) {
        guard diagnostics.count < ModelLimits.collectedDiagnostics else { return }
        diagnostics.append(ModelDiagnostic(code, message, at: position, symbol: symbol))
    }

    private mutating func read(_ file: ModuleFile) {
        let (read, found) = ModelParser.parse(file.text, file: file.name)
        diagnostics += found.prefix(ModelLimits.collectedDiagnostics - diagnostics.count)
        // What the file defines counts all the same, so that uses of it elsewhere are no further mistakes.
        if read.moduleName == nil, !read.isHeaderBroken {
            report("not_a_module", "begin the file with `module` and the module's name", at: .start(of: file))
        }
        let origin = ModuleOrigin(module: read.moduleName?.text, file: file.name)
        for var type in read.types {
            guard !type.isExtension else {
                type.origin = origin
                extensions.append(type)
                continue
            }
            type.origin = origin
            if typeNumbers[type.name.text] == nil { typeNumbers[type.name.text] = syntax.types.count }
            syntax.types.append(type)
        }
        for var condition in read.conditions {
            condition.origin = origin
            guard conditions.insert(condition.name.text).inserted else {
                let name = condition.name.text
                let message = "the condition `\(name)` is defined in another file too; remove or rename one"
                report("duplicate_condition", message, at: condition.name.position, symbol: name)
                continue
            }
            syntax.conditions.append(condition)
        }
    }

    private mutating func mergeExtensions() {
        var relations: [Int: Set<String>] = [:]
        for type in extensions {
            guard let number = typeNumbers[type.name.text] else {
                let message = "define the type `\(type.name.text)` in one of the modules, or extend another one"
                report("extended_type_missing", message, at: type.name.position, symbol: type.name.text)
                continue
            }
            var known = relations[number] ?? Set(syntax.types[number].relations.map(\.name.text))
            // What stands twice in one extension is for the validator to name; what the type has already is named here.
            let before = known
            for var relation in type.relations {
                guard !before.contains(relation.name.text) else {
                    let name = relation.name.text
                    let message = "`\(type.name.text)` has a relation `\(name)` already; remove or rename one"
                    report("relation_already_defined", message, at: relation.name.position, symbol: name)
                    continue
                }
                known.insert(relation.name.text)
                relation.origin = type.origin
                syntax.types[number].relations.append(relation)
            }
            relations[number] = known
        }
    }
}

extension SourcePosition {
    static func start(of file: ModuleFile) -> SourcePosition { SourcePosition(line: 1, column: 1, file: file.name) }
}

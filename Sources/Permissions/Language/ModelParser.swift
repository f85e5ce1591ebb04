/// Reads the OpenFGA modeling language, schema 1.1.
///
/// It goes on after an error with the next declaration, so that one run names everything that is wrong.
struct ModelParser {
    var reader: SourceReader
    var syntax = ModelSyntax()
    var diagnostics: [ModelDiagnostic] = []

    /// Names so far, so that a second one is found without a search.
    var extended: Set<String> = []
    var conditions: Set<String> = []

    init(_ source: String, file: String? = nil) {
        reader = SourceReader(source, file: file)
    }

    /// The syntax that could be read, and what was wrong.
    static func parse(_ source: String, file: String? = nil) -> (syntax: ModelSyntax, diagnostics: [ModelDiagnostic]) {
        guard source.utf8.count <= ModelLimits.source else { return (.unread, [.tooLarge(source.utf8.count)]) }
        var parser = ModelParser(source, file: file)
        parser.readModel()
        return (parser.syntax, parser.diagnostics)
    }

    mutating func report(_ code: String, _ message: String, at position: SourcePosition? = nil, symbol: String? = nil) {
        guard diagnostics.count < ModelLimits.collectedDiagnostics else { return }
        diagnostics.append(ModelDiagnostic(code, message, at: position ?? reader.position, symbol: symbol))
    }

    mutating func reportSyntax(_ message: String, at position: SourcePosition? = nil) {
        report("syntax_error", message, at: position)
    }

    private mutating func readModel() {
        if reader.takeByteOrderMark() { reportSyntax("remove the byte order mark in front of the text") }
        reader.skipLines()
        readHeader()
        syntax.isHeaderBroken = syntax.schemaVersion == nil && syntax.moduleName == nil
        while true {
            reader.skipLines()
            guard !reader.isAtEnd, diagnostics.count < ModelLimits.collectedDiagnostics else { return }
            readDeclaration()
        }
    }

    private mutating func readHeader() {
        let position = reader.position
        if reader.takeWord("model") {
            requireLineEnd(after: "model")
            reader.skipLines()
            readSchema()
        } else if reader.takeWord("module") {
            reader.skipBlank()
            guard let name = reader.takeIdentifier() else {
                return reportSyntax("add the module's name after `module`", at: position)
            }
            syntax.moduleName = name
            requireLineEnd(after: "the module's name")
        } else if position.file != nil {
            reportSyntax("begin with `module` and the module's name", at: position)
        } else {
            reportSyntax("begin with `model` and, on the next line, `schema 1.1`", at: position)
        }
    }

    private mutating func readSchema() {
        guard reader.peekIdentifier() == "schema" else {
            return reportSyntax("write `schema 1.1` after `model`, found \(reader.shownNext())")
        }
        _ = reader.takeWord("schema")
        reader.skipBlank()
        let position = reader.position
        let start = reader.offset
        while let byte = reader.current, !SourceReader.isBlank(byte), byte != UInt8(ascii: "\n") { reader.advance() }
        let version = reader.text(from: start, to: reader.offset)
        let digits = version.split(separator: ".", omittingEmptySubsequences: false)
        guard digits.count == 2, digits.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(SourceReader.isDigit) }) else {
            reportSyntax("write the schema's version as `1.1`", at: position)
            return reader.skipToLineEnd()
        }
        syntax.schemaVersion = PlacedName(text: version, position: position)
        requireLineEnd(after: "the schema's version")
    }

    private mutating func readDeclaration() {
        switch reader.peekIdentifier() {
        case "type":
            _ = reader.takeWord("type")
            readType(isExtension: false)
        case "extend":
            readExtension()
        case "condition":
            _ = reader.takeWord("condition")
            readCondition()
        case "define":
            reportSyntax("put `define` under a `relations` line of a type")
            reader.skipToLineEnd()
        default:
            reportSyntax("expected `type` or `condition`, found \(reader.shownNext())")
            skipToNextDeclaration()
        }
    }

    private mutating func readExtension() {
        _ = reader.takeWord("extend")
        reader.skipBlank()
        guard reader.takeWord("type") else {
            reportSyntax("write `extend type` and the type's name, found \(reader.shownNext())")
            return reader.skipToLineEnd()
        }
        readType(isExtension: true)
    }

    private mutating func readType(isExtension: Bool) {
        reader.skipBlank()
        guard let name = takeName("a type's name") else { return reader.skipToLineEnd() }
        requireLineEnd(after: "the type's name")
        checkExtension(name, isExtension: isExtension)
        var type = TypeSyntax(name: name, isExtension: isExtension)
        let rewind = reader
        reader.skipLines()
        if reader.peekIdentifier() == "relations" {
            readRelations(of: &type)
        } else {
            reader = rewind
        }
        syntax.types.append(type)
    }

    private mutating func checkExtension(_ name: PlacedName, isExtension: Bool) {
        guard isExtension else { return }
        if syntax.moduleName == nil {
            report("extend_outside_module", "`extend` can only be used in a module; write `type \(name.text)`", at: name.position)
        } else if !extended.insert(name.text).inserted {
            report("duplicate_extension", "`\(name.text)` is extended above; put the relations together", at: name.position)
        }
    }

    private mutating func readRelations(of type: inout TypeSyntax) {
        let position = reader.position
        _ = reader.takeWord("relations")
        requireLineEnd(after: "`relations`")
        var count = 0
        var isRecovering = false
        while true {
            let rewind = reader
            reader.skipLines()
            guard reader.peekIdentifier() == "define" else {
                if reader.isAtEnd || reader.peekIdentifier().map(ModelParser.declarationWords.contains) == true {
                    reader = rewind
                    break
                }
                if !isRecovering { reportSyntax("expected `define`, found \(reader.shownNext())") }
                isRecovering = true
                reader.skipToLineEnd()
                count += 1
                continue
            }
            _ = reader.takeWord("define")
            count += 1
            // What follows on lines of its own after a mistake belongs to it, up to the next `define`.
            let relation = readRelation()
            isRecovering = relation?.isBroken ?? true
            if let relation { type.relations.append(relation) }
        }
        if count == 0 { reportSyntax("add at least one `define` under `relations`, or remove the line", at: position) }
    }

    static let declarationWords: Set<String> = ["type", "extend", "condition"]

    /// Words with a meaning of their own inside a definition, which therefore cannot be names.
    static let reservedWords: Set<String> = ["define", "relations", "condition", "or", "and", "from", "with"]

    /// Reads a name or reports what is missing.
    mutating func takeName(_ what: String, mayBeReserved: Bool = false) -> PlacedName? {
        guard let word = reader.peekIdentifier() else {
            reportSyntax("expected \(what), found \(reader.shownNext())")
            return nil
        }
        guard mayBeReserved || !ModelParser.reservedWords.contains(word) else {
            reportSyntax("expected \(what); `\(word)` is a word of the language")
            return nil
        }
        return reader.takeIdentifier()
    }

    mutating func requireLineEnd(after what: String) {
        guard !reader.isAtLineEnd() else { return }
        reportSyntax("expected the end of the line after \(what), found \(reader.shownNext())")
        reader.skipToLineEnd()
    }
}

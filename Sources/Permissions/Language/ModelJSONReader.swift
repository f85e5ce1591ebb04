/// Reads the JSON form of a model (openfga/api `AuthorizationModel`) into the syntax the DSL is read into.
///
/// It goes on after a mistake, so that one run names everything that is wrong, each with its path. A member it does not know is a mistake
/// too: what is ignored here could have been meant to take a permission away. Members may be written `snakeCase` or `snake_case`.
struct ModelJSONReader {
    var syntax = ModelSyntax()
    private(set) var diagnostics: [ModelDiagnostic] = []

    static func parse(_ bytes: [UInt8]) -> (syntax: ModelSyntax, diagnostics: [ModelDiagnostic]) {
        guard bytes.count <= ModelLimits.source else {
            return (.unread, [.tooLarge(bytes.count)])
        }
        var reader = ModelJSONReader()
        let isMarked = bytes.starts(with: SourceReader.byteOrderMark)
        if isMarked { reader.diagnostics.append(.marked) }
        switch JSONTextReader.read(isMarked ? Array(bytes.dropFirst(SourceReader.byteOrderMark.count)) : bytes) {
        case .failure(let error): return (.unread, reader.diagnostics + [error.diagnostic])
        case .success(let node):
            reader.readModel(node)
            return (reader.syntax, reader.diagnostics)
        }
    }

    mutating func report(_ message: String, at place: JSONPlace, code: String = "invalid_json_model", symbol: String? = nil) {
        guard diagnostics.count < ModelLimits.collectedDiagnostics else { return }
        diagnostics.append(ModelDiagnostic(code, message, at: place.position, symbol: symbol))
    }

    /// The members of an object by their names in `snake_case`; what is null counts as not given.
    mutating func members(_ node: JSONNode, at place: JSONPlace, allowed: Set<String>) -> [String: JSONPlaced]? {
        guard let members = node.members else {
            report("write an object, found \(node.kind)", at: place)
            return nil
        }
        var found: [String: JSONPlaced] = [:]
        for member in members {
            let name = ModelJSONReader.snakeCase(member.name)
            let inner = place.member(member)
            guard allowed.contains(name) else {
                report("remove the member; it is not known here", at: inner, symbol: member.name)
                continue
            }
            guard !member.value.isNull else { continue }
            guard found.updateValue(JSONPlaced(node: member.value, place: inner), forKey: name) == nil else {
                report("the member is given twice; remove one", at: inner, symbol: member.name)
                continue
            }
        }
        return found
    }

    /// A string; one that is empty counts as not given, as in the upstream wire format.
    mutating func text(_ value: JSONPlaced?) -> PlacedName? {
        guard let value else { return nil }
        guard let text = value.node.text else {
            report("write a string, found \(value.node.kind)", at: value.place)
            return nil
        }
        return text.isEmpty ? nil : PlacedName(text: text, position: value.place.position)
    }

    mutating func requiredText(_ value: JSONPlaced?, _ name: String, in place: JSONPlace) -> PlacedName? {
        let before = diagnostics.count
        if let text = text(value) { return text }
        if diagnostics.count == before { report("add the member `\(name)`", at: value?.place ?? place) }
        return nil
    }

    private mutating func readModel(_ node: JSONNode) {
        let place = JSONPlace(position: node.position, path: "")
        let allowed: Set<String> = ["id", "schema_version", "type_definitions", "conditions"]
        guard let members = members(node, at: place, allowed: allowed) else {
            syntax.isHeaderBroken = true
            return
        }
        _ = text(members["id"])
        syntax.schemaVersion = text(members["schema_version"])
        // An empty text stands for none, as in the JSON form of a message, and is for the validator to report.
        syntax.isHeaderBroken = members["schema_version"].map { $0.node.text == nil } ?? false
        if let types = members["type_definitions"] {
            guard let elements = types.node.elements else {
                return report("write a list of types, found \(types.node.kind)", at: types.place)
            }
            for (number, element) in elements.enumerated() { readType(element, at: types.place.element(number, of: element)) }
        }
        if let conditions = members["conditions"] { readConditions(conditions) }
    }

    private mutating func readType(_ node: JSONNode, at place: JSONPlace) {
        guard let members = members(node, at: place, allowed: ["type", "relations", "metadata"]) else { return }
        guard let name = requiredText(members["type"], "type", in: place) else { return }
        checkASCII(name)
        var metadata: [String: JSONPlaced] = [:]
        if let given = members["metadata"] {
            metadata = self.members(given.node, at: given.place, allowed: ["relations", "module", "source_info"]) ?? [:]
        }
        var type = TypeSyntax(name: name, isExtension: false)
        type.origin = readOrigin(metadata)
        let restrictions = readRelationMetadata(metadata["relations"])
        if let relations = members["relations"] { readRelations(relations, into: &type, metadata: restrictions) }
        let defined = Set((members["relations"]?.node.members ?? []).map(\.name))
        for (name, entry) in restrictions.sorted(by: { $0.key < $1.key }) where !defined.contains(name) {
            report("define the relation `\(name.prefix(60))`, or remove what is said about it", at: entry.place, symbol: name)
        }
        syntax.types.append(type)
    }

    private mutating func readRelations(_ relations: JSONPlaced, into type: inout TypeSyntax, metadata: [String: RelationMetadata]) {
        guard let members = relations.node.members else {
            return report("write an object of relations, found \(relations.node.kind)", at: relations.place)
        }
        for member in members {
            let place = relations.place.member(member)
            let name = PlacedName(text: member.name, position: place.position)
            checkASCII(name)
            guard let rewrite = readRewrite(member.value, at: place, depth: 0) else {
                type.relations.append(.broken(name))
                continue
            }
            let known = metadata[member.name]
            type.relations.append(
                RelationSyntax(
                    name: name, restrictions: known?.restrictions ?? [], rewrite: rewrite, origin: known?.origin,
                    isBroken: known?.isBroken ?? false))
        }
    }

    mutating func readOrigin(_ members: [String: JSONPlaced]) -> ModuleOrigin? {
        let module = text(members["module"])?.text
        var file: String?
        if let given = members["source_info"] {
            file = text((self.members(given.node, at: given.place, allowed: ["file"]) ?? [:])["file"])?.text
        }
        return module == nil && file == nil ? nil : ModuleOrigin(module: module, file: file)
    }

    /// Names are compared byte by byte everywhere else, and the DSL has ASCII names only.
    mutating func checkASCII(_ name: PlacedName) {
        guard name.text.utf8.contains(where: { $0 >= 0x80 }) else { return }
        let place = JSONPlace(position: name.position, path: name.position.path ?? "")
        report("use ASCII letters only in the name `\(name.text.prefix(60))`", at: place, code: "invalid_name", symbol: name.text)
    }

    static func snakeCase(_ name: String) -> String {
        guard name.utf8.contains(where: { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else { return name }
        var bytes: [UInt8] = []
        for byte in name.utf8 {
            if (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) {
                bytes += [UInt8(ascii: "_"), byte + 0x20]
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A value with the way to it.
struct JSONPlaced {
    let node: JSONNode
    let place: JSONPlace
}

/// Where a value stands: line and column in the text, and the path from the top.
struct JSONPlace {
    let position: SourcePosition

    init(position: SourcePosition, path: String) {
        self.position = SourcePosition(line: position.line, column: position.column, path: path)
    }

    func member(_ member: JSONMember) -> JSONPlace {
        let path = position.path ?? ""
        let name = String(member.name.prefix(60))
        return JSONPlace(position: member.position, path: path.isEmpty ? name : JSONPlace.shortened("\(path).\(name)"))
    }

    /// Paths are kept with every name, so that a deep model must not make them long.
    private static func shortened(_ path: String) -> String {
        path.utf8.count <= 300 ? path : String(path.prefix(299)) + "…"
    }

    func element(_ number: Int, of node: JSONNode) -> JSONPlace {
        JSONPlace(position: node.position, path: JSONPlace.shortened("\(position.path ?? "")[\(number)]"))
    }
}

extension ModelDiagnostic {
    static func tooLarge(_ size: Int) -> ModelDiagnostic {
        let message = "shorten the model to at most \(ModelLimits.source) bytes, 2 MiB; it has \(size)"
        return ModelDiagnostic(line: 1, column: 1, code: "model_too_large", message: message)
    }

    static let marked = ModelDiagnostic(
        line: 1, column: 1, code: "invalid_json", message: "remove the byte order mark in front of the text")
}

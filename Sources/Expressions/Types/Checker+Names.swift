extension Checker {
    /// The names of `a.b.c`, which may be one qualified name; nil for any other expression.
    func path(of syntax: Syntax) -> [String]? {
        switch syntax.kind {
        case .name(let name, _): [name]
        case .select(let target, let field): path(of: target).map { $0 + [field] }
        default: nil
        }
    }

    func isRooted(_ syntax: Syntax) -> Bool {
        switch syntax.kind {
        case .name(_, let isRooted): isRooted
        case .select(let target, _): isRooted(target)
        default: false
        }
    }

    /// The innermost variable, else a parameter, else a type; nil when the whole path names none of them.
    func resolve(_ path: [String], isRooted: Bool) -> Checked? {
        if !isRooted, let depth = variables.lastIndex(where: { $0.name == path[0] }) {
            return path.count == 1 ? (.variable(depth), variables[depth].type) : nil
        }
        for name in environment.candidates(for: path.joined(separator: "."), isRooted: isRooted) {
            if let type = environment.declarations[name] { return (.parameter(name), type) }
            if let type = TypeName.named[name] { return (.literal(.type(type)), .type) }
        }
        return nil
    }

    mutating func unknown(_ name: String, at syntax: Syntax) -> Checked {
        guard environment.isChecked else { return (.parameter(name), .any) }
        let names = environment.declarations.keys.sorted().prefix(10).map { "`\($0)`" }.joined(separator: ", ")
        let known = names.isEmpty ? "it has none" : "it has \(names)"
        return mismatch("`\(name)` is not a parameter of the condition (\(known)); declare it or use another", at: syntax)
    }

    mutating func memberType(of type: ValueType, _ field: String, at syntax: Syntax) -> ValueType {
        switch type {
        case .any: .any
        case .map(let key, let value) where key.agrees(with: .string): value
        default: mismatch("only a map with keys of text has a member `\(field)`, and this is \(type.phrase)", at: syntax).type
        }
    }
}

extension ValueType {
    /// With its article, for messages.
    var phrase: String {
        switch self {
        case .any: "a value of any type"
        case .null: "null"
        case .int, .ipaddress: "an \(self)"
        case .bytes: "bytes"
        default: "a \(self)"
        }
    }
}

import Yams

extension FileNode {
    struct Unreadable: Error {
        let line: Int?
        let column: Int?
        /// Stable, for programs.
        let code: String
        let message: String
    }

    /// Reads YAML 1.2 with its core types, anchors, aliases and merges.
    init(yaml text: String) throws(Unreadable) {
        // The parser takes it for the end of the file, and would not see what follows.
        guard !text.utf8.contains(0) else { throw FileNode.notYAML("remove the character U+0000", at: nil) }
        guard let marks = AliasMarks(text) else { throw FileNode.notYAML("write its aliases out", at: nil) }
        let parser: Parser
        let root: Node?
        do {
            parser = try Parser(yaml: marks.text)
            root = try parser.singleRoot()
        } catch let error as YamlError {
            throw FileNode.unreadable(error, marks: marks)
        } catch {
            throw FileNode.notYAML("\(error)", at: nil)
        }
        guard let root else { throw Unreadable(line: nil, column: nil, code: "invalid_yaml", message: "the file is empty") }
        // Nodes know their anchors only as long as the parser lives.
        defer { withExtendedLifetime(parser) {} }
        var conversion = YAMLConversion(marks: marks)
        self = try conversion.convert(root).node
    }

    private static func unreadable(_ error: YamlError, marks: AliasMarks) -> Unreadable {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            return notYAML(problem, at: mark)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.prefix(3).map { marks.restored("\($0)").prefix(60) }.joined(separator: "`, `")
            return Unreadable(
                line: context.mark.line, column: context.mark.column, code: "duplicate_member",
                message: "a member is given twice; remove one of `\(names)`")
        default: return notYAML("\(error)", at: nil)
        }
    }

    private static func notYAML(_ problem: String, at mark: Mark?) -> Unreadable {
        Unreadable(line: mark?.line, column: mark?.column, code: "invalid_yaml", message: "the file is not YAML: \(problem)")
    }
}

extension FileNode.Content {
    /// What a scalar without quotes is.
    init(plainYAML text: String) {
        switch text {
        case "", "~", "null", "Null", "NULL": self = .null
        case "true", "True", "TRUE": self = .bool(true)
        case "false", "False", "FALSE": self = .bool(false)
        default: self = FileNode.Content.number(text) ?? .string(text)
        }
    }

    private static func number(_ text: String) -> FileNode.Content? {
        if let int = Int64(text) { return .int(int) }
        guard let first = text.utf8.first, text.utf8.allSatisfy(isNumberByte), first != UInt8(ascii: "e"), first != UInt8(ascii: "E"),
            let double = Double(text), double.isFinite
        else { return nil }
        return .double(double)
    }

    private static func isNumberByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "e"),
            UInt8(ascii: "E"):
            true
        default: false
        }
    }
}

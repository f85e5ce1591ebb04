/// Reads a regular expression in the syntax of RE2 (github.com/google/re2/wiki/Syntax), as far as it can be matched in linear time: no
/// back references and no looking around.
struct PatternParser {
    /// How deep groups may stand in each other.
    static let nestingLimit = 100
    /// How often `{n,m}` may repeat.
    static let repetitionLimit = 1000

    struct Flags {
        var ignoresCase = false
        var isMultiLine = false
        var dotTakesLineFeed = false
    }

    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var depth = 0
    var flags = Flags()

    static func parse(_ text: String) throws(InvalidPattern) -> PatternSyntax {
        var parser = PatternParser(text)
        let syntax = try parser.alternatives()
        guard parser.peek() == nil else { throw parser.failure("`)` closes no group; write `\\)` for the character") }
        return syntax
    }

    private init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        index + offset < scalars.count ? scalars[index + offset] : nil
    }

    mutating func skip(_ count: Int = 1) { index += count }

    mutating func takeIf(_ text: String) -> Bool {
        guard scalars[index...].starts(with: text.unicodeScalars) else { return false }
        index += text.unicodeScalars.count
        return true
    }

    /// The text up to the mark, which is taken too; nil and nothing taken when the mark does not follow.
    mutating func take(upTo mark: String) -> String? {
        let end = Array(mark.unicodeScalars)
        var place = index
        while place + end.count <= scalars.count {
            if scalars[place..<place + end.count].elementsEqual(end) {
                var text = ""
                text.unicodeScalars.append(contentsOf: scalars[index..<place])
                index = place + end.count
                return text
            }
            place += 1
        }
        return nil
    }

    func failure(_ message: String) -> InvalidPattern {
        InvalidPattern(message: "the pattern is not valid at character \(index + 1): \(message)")
    }

    private mutating func alternatives() throws(InvalidPattern) -> PatternSyntax {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.nestingLimit else { throw failure("groups are nested more than \(Self.nestingLimit) deep; take some away") }
        var branches = [try sequence()]
        while takeIf("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .alternatives(branches)
    }

    private mutating func sequence() throws(InvalidPattern) -> PatternSyntax {
        var parts: [PatternSyntax] = []
        while let scalar = peek(), scalar != "|", scalar != ")" {
            if takeIf("\\Q") {
                parts += quoted()
                if let last = parts.popLast() { parts.append(try repeated(last)) }
                continue
            }
            guard let atom = try atom() else { continue }
            parts.append(try repeated(atom))
        }
        return parts.isEmpty ? .empty : parts.count == 1 ? parts[0] : .sequence(parts)
    }

    /// Everything up to `\E` or the end stands for itself; a repetition behind it is of its last character.
    private mutating func quoted() -> [PatternSyntax] {
        var parts: [PatternSyntax] = []
        while let scalar = peek(), !takeIf("\\E") {
            skip()
            parts.append(literal(scalar))
        }
        return parts
    }

    func literal(_ scalar: Unicode.Scalar) -> PatternSyntax {
        guard flags.ignoresCase else { return .scalar(scalar.value) }
        let spellings = CaseFolding.spellings(of: scalar)
        guard spellings.count > 1 else { return .scalar(scalar.value) }
        let item = CharacterClass.Item(set: .joining(spellings.map { $0...$0 }), isNegated: false)
        return .characters(CharacterClass([item], isNegated: false, isFolded: false))
    }

    /// Nil: flags, which match nothing themselves.
    private mutating func atom() throws(InvalidPattern) -> PatternSyntax? {
        guard let scalar = peek() else { return .empty }
        switch scalar {
        case "(": return try group()
        case "[": return .characters(try brackets())
        case "\\": return try escape()
        case "*", "+", "?": throw failure("`\(scalar)` repeats nothing; write `\\\(scalar)` for the character")
        case ".":
            skip()
            return .any(withLineFeed: flags.dotTakesLineFeed)
        case "^":
            skip()
            return .assertion(flags.isMultiLine ? .beginLine : .beginText)
        case "$":
            skip()
            return .assertion(flags.isMultiLine ? .endLine : .endText)
        default:
            if try repetition() != nil { throw failure("`{` repeats nothing; write `\\{` for the character") }
            skip()
            return literal(scalar)
        }
    }

    private mutating func group() throws(InvalidPattern) -> PatternSyntax? {
        let outer = flags
        skip()
        if takeIf("?") {
            if takeIf("P<") || takeIf("<") {
                try groupName()
            } else if try groupFlags() {
                return nil
            }
        }
        let inner = try alternatives()
        guard takeIf(")") else { throw failure("a group is not closed with `)`") }
        flags = outer
        return inner
    }

    private mutating func groupName() throws(InvalidPattern) {
        guard peek() != "=", peek() != "!" else { throw failure("looking around is not offered; match the text itself") }
        guard let name = take(upTo: ">"), !name.isEmpty,
            name.unicodeScalars.allSatisfy({ $0 == "_" || $0.isASCII && $0.properties.isAlphabetic || ("0"..."9").contains($0) })
        else { throw failure("the name of a group is letters, digits and `_` between `<` and `>`") }
    }
}

/// Splits an expression into tokens (CEL language definition, "Syntax").
///
/// It goes on behind a mistake, with a token that means what was meant or nothing at all.
struct Lexer {
    private static let longSymbols = ["&&", "||", "==", "!=", "<=", ">="]
    private static let shortSymbols = Set("+-*/%!<>?:.,()[]{}".unicodeScalars)

    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var line = 1
    private var column = 1
    private var mistakes: [InvalidExpression] = []

    private init(_ source: String) {
        scalars = Array(source.unicodeScalars)
    }

    static func tokens(of source: String) -> (tokens: [Token], mistakes: [InvalidExpression]) {
        var lexer = Lexer(source)
        var tokens: [Token] = []
        while true {
            let token = lexer.next()
            tokens.append(token)
            if token.kind == .end { return (tokens, lexer.mistakes) }
        }
    }

    mutating func note(_ mistake: InvalidExpression) { mistakes.append(mistake) }

    var place: Place { Place(line: line, column: column) }

    func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        index + offset < scalars.count ? scalars[index + offset] : nil
    }

    mutating func advance(_ count: Int = 1) {
        for _ in 0..<count {
            if scalars[index] == "\n" {
                line += 1
                column = 1
            } else {
                column += 1
            }
            index += 1
        }
    }

    func failure(_ message: String) -> InvalidExpression { place.refused(message) }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
    }

    private mutating func skipBlanks() {
        while let scalar = peek() {
            if scalar == "/", peek(1) == "/" {
                while let inner = peek(), inner != "\n" { advance() }
            } else if scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r" || scalar == "\u{0C}" {
                advance()
            } else {
                return
            }
        }
    }

    private mutating func next() -> Token {
        skipBlanks()
        let start = place
        do throws(InvalidExpression) {
            return Token(kind: try kind(), place: start)
        } catch {
            note(error)
            return Token(kind: .broken, place: start)
        }
    }

    private mutating func kind() throws(InvalidExpression) -> Token.Kind {
        guard let scalar = peek() else { return .end }
        if Self.isDigit(scalar) || scalar == "." && peek(1).map(Self.isDigit) == true { return try number() }
        if let prefix = quotePrefix() { return .literal(try quoted(prefix)) }
        if Self.isLetter(scalar) { return word() }
        if scalar == "`" { return .quotedName(try quotedName()) }
        for symbol in Self.longSymbols where scalars[index...].prefix(2).elementsEqual(symbol.unicodeScalars) {
            advance(2)
            return .symbol(symbol)
        }
        guard Self.shortSymbols.contains(scalar) else { return meaningless(scalar) }
        advance()
        return .symbol(String(scalar))
    }

    private mutating func meaningless(_ scalar: Unicode.Scalar) -> Token.Kind {
        switch scalar {
        case "=", "&", "|":
            note(failure("one `\(scalar)` has no meaning; write `\(scalar)\(scalar)`"))
            advance()
            return .symbol("\(scalar)\(scalar)")
        case ";":
            note(failure("`;` has no meaning; an expression is one, joined with `&&` or `||`"))
            advance()
            return peek() == nil ? .broken : .symbol("&&")
        default:
            note(failure("this character has no meaning here; put text in quotes"))
            while let scalar = peek(), isMeaningless(scalar) { advance() }
            return .broken
        }
    }

    /// Such characters are one mistake as long as they follow one another.
    private func isMeaningless(_ scalar: Unicode.Scalar) -> Bool {
        let hasMeaning =
            Self.isLetter(scalar) || Self.isDigit(scalar) || Self.shortSymbols.contains(scalar)
            || ["\"", "'", "`", "=", "&", "|", ";", " ", "\t", "\n", "\r", "\u{0C}"].contains(scalar)
        return !hasMeaning
    }

    private mutating func word() -> Token.Kind {
        var name = ""
        while let scalar = peek(), Self.isLetter(scalar) || Self.isDigit(scalar) {
            name.unicodeScalars.append(scalar)
            advance()
        }
        return switch name {
        case "true": .literal(.bool(true))
        case "false": .literal(.bool(false))
        case "null": .literal(.null)
        case "in": .symbol("in")
        default: .name(name)
        }
    }

    /// Letters, digits and `_ . - / blank` between backticks.
    private mutating func quotedName() throws(InvalidExpression) -> String {
        advance()
        var name = ""
        while let scalar = peek(), scalar != "`" {
            guard Self.isLetter(scalar) || Self.isDigit(scalar) || [".", "-", "/", " "].contains(scalar) else {
                let mistake = failure(
                    "a name in backticks has letters, digits, `_`, `.`, `-`, `/` and blanks; use an index, as in `a[\"b\"]`")
                while let scalar = peek(), scalar != "`", scalar != "\n" { advance() }
                if peek() == "`" { advance() }
                throw mistake
            }
            name.unicodeScalars.append(scalar)
            advance()
        }
        guard peek() == "`", !name.isEmpty else {
            let mistake = failure("a name in backticks is not closed or empty")
            if peek() != nil { advance() }
            throw mistake
        }
        advance()
        return name
    }
}

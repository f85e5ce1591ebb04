/// A piece of an expression and where it stands.
struct Token: Sendable {
    enum Kind: Equatable, Sendable {
        case name(String)
        case literal(Value)
        /// 9223372036854775808 without a `u`: only good behind a minus.
        case magnitudeOfSmallest
        case symbol(String)
        case end
    }

    let kind: Kind
    let line: Int
    let column: Int
}

/// Splits an expression into tokens (CEL language definition, "Syntax").
struct Lexer {
    private static let longSymbols = ["&&", "||", "==", "!=", "<=", ">="]
    private static let shortSymbols = Set("+-*/%!<>?:.,()[]{}")

    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var line = 1
    private var column = 1

    private init(_ source: String) {
        scalars = Array(source.unicodeScalars)
    }

    static func tokens(of source: String) throws(InvalidExpression) -> [Token] {
        var lexer = Lexer(source)
        var tokens: [Token] = []
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        index + offset < scalars.count ? scalars[index + offset] : nil
    }

    private mutating func advance() {
        if scalars[index] == "\n" {
            line += 1
            column = 1
        } else {
            column += 1
        }
        index += 1
    }

    private func failure(_ message: String) -> InvalidExpression {
        InvalidExpression(line: line, column: column, message: message)
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

    private mutating func next() throws(InvalidExpression) -> Token {
        skipBlanks()
        let (startLine, startColumn) = (line, column)
        func token(_ kind: Token.Kind) -> Token { Token(kind: kind, line: startLine, column: startColumn) }
        guard let scalar = peek() else { return token(.end) }
        if Self.isDigit(scalar) || scalar == "." && peek(1).map(Self.isDigit) == true { return token(try number()) }
        if scalar == "\"" || scalar == "'" { return token(.literal(.string(try text(isRaw: false)))) }
        if scalar == "r" || scalar == "R", peek(1) == "\"" || peek(1) == "'" {
            advance()
            return token(.literal(.string(try text(isRaw: true))))
        }
        if Self.isLetter(scalar) {
            var name = ""
            while let scalar = peek(), Self.isLetter(scalar) || Self.isDigit(scalar) {
                name.unicodeScalars.append(scalar)
                advance()
            }
            switch name {
            case "true": return token(.literal(.bool(true)))
            case "false": return token(.literal(.bool(false)))
            case "null": return token(.literal(.null))
            case "in": return token(.symbol("in"))
            default: return token(.name(name))
            }
        }
        for symbol in Self.longSymbols where scalars[index...].prefix(2).elementsEqual(symbol.unicodeScalars) {
            advance()
            advance()
            return token(.symbol(symbol))
        }
        guard Self.shortSymbols.contains(Character(scalar)) else { throw failure("this character has no meaning here") }
        advance()
        return token(.symbol(String(scalar)))
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
    }

    private mutating func number() throws(InvalidExpression) -> Token.Kind {
        var digits = ""
        var isDouble = false
        if peek() == "0", peek(1) == "x" || peek(1) == "X" {
            advance()
            advance()
            while let scalar = peek(), scalar.properties.isASCIIHexDigit {
                digits.unicodeScalars.append(scalar)
                advance()
            }
            return try whole(digits, radix: 16)
        }
        while let scalar = peek() {
            let isExponentSign = (scalar == "+" || scalar == "-") && (digits.last == "e" || digits.last == "E")
            let isPoint = scalar == "." && peek(1).map(Self.isDigit) == true && !isDouble
            guard Self.isDigit(scalar) || isPoint || scalar == "e" || scalar == "E" || isExponentSign else { break }
            if !Self.isDigit(scalar) { isDouble = true }
            digits.unicodeScalars.append(scalar)
            advance()
        }
        guard isDouble else { return try whole(digits, radix: 10) }
        guard let value = Double(digits), value.isFinite else { throw failure("`\(digits.prefix(40))` is not a number") }
        return .literal(.double(value))
    }

    private mutating func whole(_ digits: String, radix: Int) throws(InvalidExpression) -> Token.Kind {
        if peek() == "u" || peek() == "U" {
            advance()
            guard let value = UInt64(digits, radix: radix) else { throw failure("`\(digits.prefix(40))u` is out of range") }
            return .literal(.uint(value))
        }
        guard let value = UInt64(digits, radix: radix), value <= UInt64(Int64.max) + 1 else {
            throw failure("`\(digits.prefix(40))` is out of range")
        }
        return Int64(exactly: value).map { .literal(.int($0)) } ?? .magnitudeOfSmallest
    }

    private mutating func text(isRaw: Bool) throws(InvalidExpression) -> String {
        guard let quote = peek() else { throw failure("a text is expected") }
        advance()
        var result = ""
        while let scalar = peek() {
            if scalar == quote {
                advance()
                return result
            }
            guard scalar != "\n" else { break }
            if scalar == "\\", !isRaw {
                result.unicodeScalars.append(try escaped())
            } else {
                result.unicodeScalars.append(scalar)
                advance()
            }
        }
        throw failure("the text is not closed")
    }

    private mutating func escaped() throws(InvalidExpression) -> Unicode.Scalar {
        advance()
        guard let scalar = peek() else { throw failure("the text is not closed") }
        advance()
        switch scalar {
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "a": return "\u{07}"
        case "b": return "\u{08}"
        case "f": return "\u{0C}"
        case "v": return "\u{0B}"
        case "\\", "\"", "'", "`", "?": return scalar
        case "x", "X": return try codePoint(digits: 2)
        case "u": return try codePoint(digits: 4)
        case "U": return try codePoint(digits: 8)
        default: throw failure("`\\\(scalar)` is not an escape")
        }
    }

    private mutating func codePoint(digits: Int) throws(InvalidExpression) -> Unicode.Scalar {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let scalar = peek(), scalar.properties.isASCIIHexDigit, let digit = UInt32(String(scalar), radix: 16) else {
                throw failure("\(digits) hexadecimal digits are expected")
            }
            value = value << 4 | digit
            advance()
        }
        guard let scalar = Unicode.Scalar(value) else { throw failure("this is not a character") }
        return scalar
    }
}

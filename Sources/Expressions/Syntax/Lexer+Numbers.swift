extension Lexer {
    mutating func number() throws(InvalidExpression) -> Token.Kind {
        var digits = ""
        var isDouble = false
        if peek() == "0", peek(1) == "x" || peek(1) == "X" {
            advance(2)
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
        guard let value = Double(digits), value.isFinite else { throw failure("`\(digits.prefix(40))` is not a number a double can hold") }
        return .literal(.double(value))
    }

    private mutating func whole(_ digits: String, radix: Int) throws(InvalidExpression) -> Token.Kind {
        if peek() == "u" || peek() == "U" {
            advance()
            guard let value = UInt64(digits, radix: radix) else { throw failure("`\(digits.prefix(40))u` is out of range") }
            return .literal(.uint(value))
        }
        guard let value = UInt64(digits, radix: radix), value <= UInt64(Int64.max) + 1 else {
            throw failure("`\(digits.prefix(40))` is out of range; a uint ends in `u`")
        }
        return Int64(exactly: value).map { .literal(.int($0)) } ?? .magnitudeOfSmallest
    }
}

extension PatternParser {
    mutating func escape() throws(InvalidPattern) -> PatternSyntax {
        guard let letter = peek(1) else { throw failure("the pattern ends in a backslash; write `\\\\` for one") }
        if let assertion = Self.assertions[letter] {
            skip(2)
            return .assertion(assertion)
        }
        if let item = try classEscape() { return .characters(CharacterClass([item], isNegated: false, isFolded: flags.ignoresCase)) }
        return literal(try escapedScalar())
    }

    private static let assertions: [Unicode.Scalar: PatternSyntax.Assertion] = [
        "A": .beginText, "z": .endText, "b": .wordBoundary, "B": .notWordBoundary,
    ]

    /// `\d`, `\pL`, `\P{Greek}`: nil when something else stands here.
    private mutating func classEscape() throws(InvalidPattern) -> CharacterClass.Item? {
        guard peek() == "\\", let letter = peek(1) else { return nil }
        if let set = CharacterClass.CharacterSet.perl(letter) {
            skip(2)
            return CharacterClass.Item(set: set, isNegated: letter.properties.isUppercase)
        }
        guard letter == "p" || letter == "P" else { return nil }
        skip(2)
        var name = ""
        if takeIf("{") {
            guard let text = take(upTo: "}") else { throw failure("a class is not closed with `}`") }
            name = text
        } else if let scalar = peek() {
            skip()
            name = String(scalar)
        }
        var isNegated = letter == "P"
        if name.hasPrefix("^") {
            isNegated.toggle()
            name.removeFirst()
        }
        guard let set = CharacterClass.CharacterSet.unicode(name) else {
            let scripts = UnicodeScripts.ranges.keys.sorted().joined(separator: ", ")
            throw failure("`\(name)` is not a class; use a general category such as `L` or `Nd`, `Any`, or one of \(scripts)")
        }
        return CharacterClass.Item(set: set, isNegated: isNegated)
    }

    private mutating func escapedScalar() throws(InvalidPattern) -> Unicode.Scalar {
        guard let letter = peek(1) else { throw failure("the pattern ends in a backslash; write `\\\\` for one") }
        if let scalar = Self.controls[letter] {
            skip(2)
            return scalar
        }
        switch letter {
        case "x": return try hexadecimal()
        case "0"..."7": return try octal()
        default:
            let isLetter = letter.isASCII && (letter.properties.isAlphabetic || ("0"..."9").contains(letter))
            guard letter.isASCII, !isLetter else { throw failure("`\\\(letter)` has no meaning; write `\\\\` for a backslash") }
            skip(2)
            return letter
        }
    }

    private static let controls: [Unicode.Scalar: Unicode.Scalar] = [
        "a": "\u{07}", "f": "\u{0C}", "n": "\n", "r": "\r", "t": "\t", "v": "\u{0B}",
    ]

    private mutating func hexadecimal() throws(InvalidPattern) -> Unicode.Scalar {
        skip(2)
        var digits = ""
        if takeIf("{") {
            digits = take(upTo: "}") ?? ""
        } else {
            for _ in 0..<2 {
                if let scalar = peek() {
                    digits.unicodeScalars.append(scalar)
                    skip()
                }
            }
            if digits.unicodeScalars.count < 2 { digits = "" }
        }
        guard digits.utf8.count <= 8, digits.utf8.first != UInt8(ascii: "+"), digits.utf8.first != UInt8(ascii: "-"),
            let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value)
        else { throw failure("`\\x` takes two hexadecimal digits, or those of a character in braces") }
        return scalar
    }

    /// `\0`, `\012`, `\123`; `\1` alone would be a back reference.
    private mutating func octal() throws(InvalidPattern) -> Unicode.Scalar {
        let digits = (1...3).compactMap { peek($0) }.prefix { ("0"..."7").contains($0) }
        guard let first = digits.first, first == "0" || digits.count > 1 else {
            throw failure("back references are not offered; write `\\x01` for a control character")
        }
        skip(1 + digits.count)
        let value = digits.reduce(UInt32(0)) { $0 * 8 + $1.value - 0x30 }
        guard let scalar = Unicode.Scalar(value) else { throw failure("the octal number is not a character") }
        return scalar
    }

    /// `[a-z]`, `[^\d_]`, `[[:alpha:]]`; `]` as the first character stands for itself.
    mutating func brackets() throws(InvalidPattern) -> CharacterClass {
        skip()
        let isNegated = takeIf("^")
        var items: [CharacterClass.Item] = []
        var ranges: [ClosedRange<UInt32>] = []
        var isFirst = true
        while let scalar = peek() {
            if scalar == "]", !isFirst {
                skip()
                items.append(CharacterClass.Item(set: .joining(ranges), isNegated: false))
                return CharacterClass(items, isNegated: isNegated, isFolded: flags.ignoresCase)
            }
            isFirst = false
            if let item = try posixClass() {
                items.append(item)
            } else if let item = try classEscape() {
                items.append(item)
            } else {
                ranges.append(try range())
            }
        }
        throw failure("brackets are not closed with `]`")
    }

    private mutating func posixClass() throws(InvalidPattern) -> CharacterClass.Item? {
        guard peek() == "[", peek(1) == ":" else { return nil }
        let start = self
        skip(2)
        guard var name = take(upTo: ":]") else {
            self = start
            return nil
        }
        let isNegated = name.hasPrefix("^")
        if isNegated { name.removeFirst() }
        guard let set = CharacterClass.CharacterSet.posix(name) else {
            throw start.failure("`[:\(name):]` is not a class; use one such as `[:alpha:]`")
        }
        return CharacterClass.Item(set: set, isNegated: isNegated)
    }

    private mutating func range() throws(InvalidPattern) -> ClosedRange<UInt32> {
        let low = try classScalar().value
        guard peek() == "-", let next = peek(1), next != "]" else { return low...low }
        skip()
        let high = try classScalar().value
        guard low <= high else { throw failure("a range in brackets goes from the lower to the higher character") }
        return low...high
    }

    private mutating func classScalar() throws(InvalidPattern) -> Unicode.Scalar {
        guard let scalar = peek() else { throw failure("brackets are not closed with `]`") }
        if scalar == "\\" { return try escapedScalar() }
        skip()
        return scalar
    }
}

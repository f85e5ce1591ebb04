extension PatternParser {
    typealias Repetition = (least: Int, most: Int?)

    /// The atom with what stands behind it; whether a repetition is greedy does not change whether there is a match.
    mutating func repeated(_ atom: PatternSyntax) throws(InvalidPattern) -> PatternSyntax {
        guard let repetition = try repetition() else { return atom }
        _ = takeIf("?")
        if let next = peek(), next == "*" || next == "+" || next == "?" {
            throw failure("`\(next)` repeats a repetition; put brackets around the inner one")
        }
        if try self.repetition() != nil { throw failure("`{` repeats a repetition; put brackets around the inner one") }
        return .repeated(atom, least: repetition.least, most: repetition.most)
    }

    /// Takes a repetition if one stands here; a `{` that begins none is a character.
    mutating func repetition() throws(InvalidPattern) -> Repetition? {
        switch peek() {
        case "*":
            skip()
            return (0, nil)
        case "+":
            skip()
            return (1, nil)
        case "?":
            skip()
            return (0, 1)
        case "{": return try counted()
        default: return nil
        }
    }

    private mutating func counted() throws(InvalidPattern) -> Repetition? {
        var length = 1
        guard let least = number(&length) else { return nil }
        var most: Int? = least
        if peek(length) == "," {
            length += 1
            most = number(&length)
        }
        guard peek(length) == "}" else { return nil }
        guard least <= Self.repetitionLimit, most ?? 0 <= Self.repetitionLimit, least <= most ?? least else {
            throw failure("`{n,m}` counts up to \(Self.repetitionLimit), and n is not more than m")
        }
        skip(length + 1)
        return (least, most)
    }

    /// Digits at that offset, without a leading zero; a number beyond every limit stays just beyond.
    private func number(_ offset: inout Int) -> Int? {
        var value: Int?
        if peek(offset) == "0", let next = peek(offset + 1), ("0"..."9").contains(next) { return nil }
        while let scalar = peek(offset), ("0"..."9").contains(scalar) {
            value = min((value ?? 0) * 10 + Int(scalar.value - 0x30), Self.repetitionLimit + 1)
            offset += 1
        }
        return value
    }

    /// `(?i)`, `(?s-m:`: true when the group ends here, and the flags are for what follows it.
    mutating func groupFlags() throws(InvalidPattern) -> Bool {
        var isOn = true
        var changed = flags
        var count = 0
        while let scalar = peek() {
            switch scalar {
            case "i": changed.ignoresCase = isOn
            case "m": changed.isMultiLine = isOn
            case "s": changed.dotTakesLineFeed = isOn
            // Which of two matches is taken does not change whether there is one.
            case "U": break
            case "-" where isOn:
                isOn = false
                count = -1
            case ":" where isOn || count > 0, ")" where count > 0:
                skip()
                flags = changed
                return scalar == ")"
            default: throw failure("behind `(?` stand flags (`i`, `m`, `s`, `U`), `:` or `P<name>`; looking around is not offered")
            }
            count += 1
            skip()
        }
        throw failure("a group is not closed with `)`")
    }
}

/// How the parser goes on behind a mistake, so that all are named at once and none that only follows from another.
extension Parser {
    /// What `parse` reads, or a broken part up to where the next operand may begin.
    mutating func recovering(_ parse: (inout Parser) throws(InvalidExpression) -> Syntax) -> Syntax {
        let place = current.place
        do throws(InvalidExpression) {
            return try parse(&self)
        } catch {
            note(error)
            skipToOperand()
            return .broken(at: place)
        }
    }

    /// Takes the closing bracket. False when something else stands before it, which is one mistake, or when it is missing.
    mutating func close(_ bracket: String) -> Bool {
        guard !takeIf(bracket) else { return true }
        note(failure("`\(bracket)` is expected here"))
        skip(to: [])
        _ = takeIf(bracket)
        return false
    }

    /// Takes the comma before a further element. False when there is none: the mistake is noted, and the next token is the comma behind it, the
    /// end of the elements or of everything.
    mutating func takeComma() -> Bool {
        guard !takeIf(",") else { return true }
        note(failure("`,` is expected here"))
        skipToElement()
        return false
    }

    /// True where no further element can follow, because the brackets are closed in another order or not at all.
    func isStuck(before end: String) -> Bool {
        switch current.kind {
        case .end: true
        case .symbol(let symbol): Self.closing.contains(symbol) && symbol != end
        default: false
        }
    }

    mutating func skipToElement() { skip(to: [","]) }

    mutating func skipToOperand() { skip(to: ["&&", "||", ",", "?", ":"]) }

    /// Skips what closes nothing, and goes on behind the next operator that joins expressions; false when there is none.
    mutating func skipBehindOperator() -> Bool {
        while true {
            skipToOperand()
            guard case .symbol(let symbol) = current.kind else { return false }
            skip()
            if !Self.closing.contains(symbol) { return true }
        }
    }

    /// Skips to one of the symbols outside of further brackets, to a bracket that closes those around, or to the end.
    private mutating func skip(to symbols: Set<String>) {
        var open = 0
        while case let kind = current.kind, kind != .end {
            if case .symbol(let symbol) = kind {
                if open == 0, symbols.contains(symbol) || Self.closing.contains(symbol) { return }
                if Self.opening.contains(symbol) { open += 1 }
                if Self.closing.contains(symbol) { open -= 1 }
            }
            skip()
        }
    }

    private static let opening: Set<String> = ["(", "[", "{"]
    private static let closing: Set<String> = [")", "]", "}"]
}

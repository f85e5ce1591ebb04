@testable import Expressions

/// Matches a pattern by its definition, one set of ends for each part: slow, short, and without states.
struct NaiveMatcher {
    let scalars: [Unicode.Scalar]

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    func isFound(_ syntax: PatternSyntax) -> Bool {
        !ends(of: syntax, from: Set(0...scalars.count)).isEmpty
    }

    private func ends(of syntax: PatternSyntax, from starts: Set<Int>) -> Set<Int> {
        switch syntax {
        case .empty: starts
        case .scalar(let value): taking(starts) { $0.value == value }
        case .any(let withLineFeed): taking(starts) { withLineFeed || $0 != "\n" }
        case .characters(let characters): taking(starts) { characters.contains($0) }
        case .assertion(let assertion): starts.filter { holds(assertion, at: $0) }
        case .sequence(let parts): parts.reduce(starts) { ends(of: $1, from: $0) }
        case .alternatives(let branches): branches.reduce(into: []) { $0.formUnion(ends(of: $1, from: starts)) }
        case .repeated(let inner, let least, let most): repeated(inner, least, most, starts)
        }
    }

    private func taking(_ starts: Set<Int>, _ isTaken: (Unicode.Scalar) -> Bool) -> Set<Int> {
        Set(starts.filter { $0 < scalars.count && isTaken(scalars[$0]) }.map { $0 + 1 })
    }

    private func repeated(_ inner: PatternSyntax, _ least: Int, _ most: Int?, _ starts: Set<Int>) -> Set<Int> {
        var reached = starts
        for _ in 0..<least where !reached.isEmpty { reached = ends(of: inner, from: reached) }
        var all = reached
        var rounds = most.map { $0 - least } ?? .max
        while !reached.isEmpty, rounds > 0 {
            reached = ends(of: inner, from: reached).subtracting(all)
            all.formUnion(reached)
            rounds -= 1
        }
        return all
    }

    private func holds(_ assertion: PatternSyntax.Assertion, at place: Int) -> Bool {
        switch assertion {
        case .beginText: place == 0
        case .endText: place == scalars.count
        case .beginLine: place == 0 || scalars[place - 1] == "\n"
        case .endLine: place == scalars.count || scalars[place] == "\n"
        case .wordBoundary: isWord(place - 1) != isWord(place)
        case .notWordBoundary: isWord(place - 1) == isWord(place)
        }
    }

    private func isWord(_ place: Int) -> Bool {
        scalars.indices.contains(place) && scalars[place].isASCII
            && (scalars[place] == "_" || Character(scalars[place]).isLetter || ("0"..."9").contains(scalars[place]))
    }
}

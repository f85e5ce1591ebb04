import Testing

@testable import Expressions

@Suite struct PatternFuzzTests {
    private static let pieces = [
        "*", "+", "?", "{2}", "{0,3}", "{1,}", "*?", "|", "(", ")", "(?i)", "(?:", "(?m)", "(?s-i:", "[^a]", "[a-c]", "[[:alpha:]]", "\\d",
        "\\W", "\\b", "\\B",
        "^", "$", "\\A", "\\z", ".", "\\pL", "\\P{Lu}", "\\p{Greek}", "\\x{61}", "\\Q", "\\E", "a", "b", "ab", "()", "(|a)", "{1000}",
        "\\1", "[", "]", "k", "ſ",
    ]
    private static let texts = [
        "", "a", "b", "ab", "aab b", "ba\nab", "a_b-c", "kKſsS\u{212A}", "äÄλΛ", "2026-11", "aaaaaaaaaaaaaaaaaaaaaaaa", "a.b+A😀A",
    ]

    @Test func `a changed pattern is refused or matches as its definition says, within its steps`() throws {
        let mutation = Mutation(corpus: try Corpus.lines("patterns"), pieces: Self.pieces)
        var (iterations, random) = Corpus.generator("patterns", usual: 3_000)
        var (read, found) = (0, 0)
        for _ in 0..<iterations {
            let source = mutation.text(&random)
            let pattern: Pattern
            let syntax: PatternSyntax
            do throws(InvalidPattern) {
                (pattern, syntax) = (try Pattern(source), try PatternParser.parse(source))
            } catch {
                #expect(!error.message.isEmpty)
                continue
            }
            read += 1
            for text in Self.texts {
                var budget = Pattern.StepBudget(limit: .max)
                let isFound = pattern.isFound(in: text, within: &budget)
                #expect(budget.steps <= (text.unicodeScalars.count + 1) * (2 * pattern.size + 1), "`\(source)` in `\(text)`")
                guard pattern.size <= 500 else { continue }
                #expect(isFound == NaiveMatcher(text).isFound(syntax), "`\(source)` in `\(text)`")
                if isFound { found += 1 }
            }
        }
        #expect(read > iterations / 20 && found > iterations / 20, "the corpus no longer reaches the matcher")
    }
}

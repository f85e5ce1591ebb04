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
        for run in Corpus.runs("patterns", usual: 3_000) {
            var (read, found) = (0, 0)
            let iterations = run.each { random in
                let source = mutation.text(&random)
                let pattern: Pattern
                let syntax: PatternSyntax
                do throws(InvalidPattern) {
                    (pattern, syntax) = (try Pattern(source), try PatternParser.parse(source))
                } catch {
                    #expect(!error.message.isEmpty, "\(run)")
                    return
                }
                read += 1
                for text in Self.texts where matches(pattern, syntax, text, "`\(source)` in `\(text)`: \(run)") { found += 1 }
            }
            #expect(read > iterations / 20 && found > iterations / 20, "the corpus no longer reaches the matcher: \(run)")
        }
    }

    /// Whether the pattern is found where that is quickly told, after asking its definition too.
    private func matches(_ pattern: Pattern, _ syntax: PatternSyntax, _ text: String, _ comment: Comment) -> Bool {
        var budget = Pattern.StepBudget(limit: .max)
        let isFound = pattern.isFound(in: text, within: &budget)
        #expect(budget.steps <= (text.unicodeScalars.count + 1) * (2 * pattern.size + 1), comment)
        guard pattern.size <= 500 else { return false }
        #expect(isFound == NaiveMatcher(text).isFound(syntax), comment)
        return isFound
    }
}

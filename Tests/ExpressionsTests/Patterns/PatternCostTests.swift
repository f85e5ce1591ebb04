import Testing

@testable import Expressions

@Suite struct PatternCostTests {
    private func steps(_ pattern: String, _ text: String) throws -> Int {
        var budget = Pattern.StepBudget(limit: .max)
        _ = try Pattern(pattern).isFound(in: text, within: &budget)
        return budget.steps
    }

    @Test(arguments: [
        "(a*)*b", "(a+)+b", "(a|a)*b", "(a|aa)+b", "(.*)*x", "^(([a-z])+.)+[A-Z]([a-z])+$", "(a?){50}a{50}b", "(.*a){12}b", "((a*)*)*b",
        "(|a)+b", "(a*a*a*a*)*b", #"(\b|a)*b"#, "(x+x+)+y",
    ])
    func `a pattern that explodes by trying takes time by length`(pattern: String) throws {
        let short = try steps(pattern, String(repeating: "a", count: 1_000))
        let long = try steps(pattern, String(repeating: "a", count: 10_000))
        #expect(long <= short * 11)
        #expect(try long <= 10_001 * (2 * Pattern(pattern).size + 1))
    }

    @Test func `a costly match ends at the limit and is no match`() throws {
        let text = String(repeating: "a", count: 100_000)
        for source in ["text.matches('(a*)*b')", "matches(text, '(a*)*b')", "text.matches('(a*)*' + 'b')", "!text.matches('(a*)*b')"] {
            let expression = try Expression(parsing: source, declarations: ["text": .string])
            #expect(throws: EvaluationError.self) { try expression.evaluate(["text": .string(text)], costLimit: 10_000) }
            #expect(try expression.evaluate(["text": .string("aab")], costLimit: 1_000) == .bool(!source.hasPrefix("!")))
        }
    }

    @Test func `an alternative does not absorb that the limit is reached`() throws {
        let text = String(repeating: "a", count: 100_000)
        let expression = try Expression(parsing: "text.matches('(a*)*b') || true", declarations: ["text": .string])
        #expect(throws: EvaluationError.self) { try expression.evaluate(["text": .string(text)], costLimit: 10_000) }
    }

    @Test func `a budget that ends stops the match soon after`() throws {
        var budget = Pattern.StepBudget(limit: 100)
        let text = String(repeating: "a", count: 1_000_000)
        #expect(try !Pattern("(a|b|c|d)*e").isFound(in: text, within: &budget))
        #expect(budget.isSpent && budget.steps < 2_000)
    }

    @Test func `a pattern in the expression is refused when it is written, and one in a value when it is used`() throws {
        let error = #expect(throws: InvalidExpression.self) {
            try Expression(parsing: "true &&\n  text.matches('a**')", declarations: ["text": .string])
        }
        #expect(error?.line == 2 && error?.column == 16)
        let expression = try Expression(parsing: "text.matches(pattern)", declarations: ["text": .string, "pattern": .string])
        #expect(throws: EvaluationError.self) {
            try expression.evaluate(["text": .string("a"), "pattern": .string("a**")], costLimit: 100)
        }
    }
}

import Foundation
import Testing

@testable import Expressions

@Suite struct LimitTests {
    private func refusal(of source: String) -> InvalidExpression? {
        do throws(InvalidExpression) {
            _ = try Expression(parsing: source, declarations: nil)
            return nil
        } catch {
            return error
        }
    }

    private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    @Test func `nesting of every kind ends with a clear error`() throws {
        for (open, inside, close) in [
            ("(", "1", ")"), ("[", "", "]"), ("{1:", "1", "}"), ("int(", "1", ")"), ("a[", "0", "]"), ("x.all(x,", "x", ")"),
        ] {
            let problem = try #require(refusal(of: repeated(open, 150) + inside + repeated(close, 150)))
            #expect(problem.message.contains("nested more than 100 deep"))
        }
        let ternary = try #require(refusal(of: repeated("a?b:", 400) + "c"))
        #expect(ternary.message.contains("nested"))
        let parentheses = try #require(refusal(of: repeated("(", 10_000) + "1" + repeated(")", 10_000)))
        #expect(parentheses.message.contains("at most 2048 bytes"))
    }

    @Test func `a long chain ends with a clear error, and one of bools or signs does not`() throws {
        for source in [
            "1" + repeated("+1", 900), "1" + repeated("*1", 900), "1" + repeated("<1", 900), "a" + repeated(".b", 900),
            "a" + repeated("[0]", 600),
        ] {
            let problem = try #require(refusal(of: source))
            #expect(problem.message.contains("in one chain"))
        }
        #expect(refusal(of: "a" + repeated("||a", 600)) == nil)
        #expect(refusal(of: "a" + repeated("&&a", 600)) == nil)
        #expect(refusal(of: repeated("!", 2000) + "true") == nil)
        #expect(refusal(of: repeated("-", 2000) + "1") == nil)
        #expect(refusal(of: "[" + repeated("1,", 900) + "1]") == nil)
    }

    @Test func `a text that doubles is stopped before it is large`() throws {
        let start = Value.string(repeated("a", 30_000))
        let sum = try Expression(parsing: "(" + repeated("x+", 240) + "x).size() > 0", declarations: ["x": .string])
        #expect(throws: EvaluationError.self) { try sum.evaluate(["x": start], costLimit: 10_000) }
        let error = #expect(throws: EvaluationError.self) { try sum.evaluate(["x": start], costLimit: .max) }
        #expect(error?.message.contains("longer than") == true)
    }

    @Test func `a list that doubles is stopped before it is large`() throws {
        let values = Value.list((0..<3_000).map { .int($0) })
        let sum = try Expression(parsing: "(x + x + x + x).size() > 0", declarations: ["x": .list(.int)])
        #expect(throws: EvaluationError.self) { try sum.evaluate(["x": values], costLimit: 5_000) }
        let error = #expect(throws: EvaluationError.self) { try sum.evaluate(["x": values], costLimit: .max) }
        #expect(error?.message.contains("more than") == true)
    }

    @Test func `comparing costs by length and depth`() throws {
        let text = Value.string(repeated("a", 1_000_000))
        for source in ["x == y", "x < y", "x in [y]", "x.contains(y)", "x.endsWith(y)", "size(x) > 0", "{x: 1} == {y: 1}"] {
            let expression = try Expression(parsing: source, declarations: nil)
            #expect(throws: EvaluationError.self) { try expression.evaluate(["x": text, "y": text], costLimit: 1_000) }
        }
        var deep = Value.int(1)
        for _ in 0..<500 { deep = .list([deep]) }
        let expression = try Expression(parsing: "x == y", declarations: ["x": .any, "y": .any])
        #expect(throws: EvaluationError.self) { try expression.evaluate(["x": deep, "y": deep], costLimit: .max) }
        #expect(throws: EvaluationError.self) {
            try Expression(parsing: "{'a': 1}[x] == 1", declarations: ["x": .any]).evaluate(["x": deep], costLimit: 100)
        }
    }

    @Test func `finding one text in another takes time by their lengths`() throws {
        let expression = try Expression(parsing: "x.contains(y)", declarations: ["x": .string, "y": .string])
        let bindings = ["x": Value.string(repeated("a", 200_000)), "y": .string(repeated("a", 100_000) + "b")]
        #expect(try expression.evaluate(bindings, costLimit: 20_000) == .bool(false))
        for (text, part, expected) in [
            ("abababac", "abac", true), ("aaab", "aab", true), ("abc", "", true), ("", "a", false), ("ab", "abc", false),
        ] {
            #expect(try expression.evaluate(["x": .string(text), "y": .string(part)], costLimit: 100) == .bool(expected))
        }
    }

    @Test func `the highest trees need little of a stack`() async throws {
        let sources = [
            "1" + repeated("+1", 240) + " > 0", repeated("(", 99) + "true" + repeated(")", 99),
            repeated("[", 98) + repeated("]", 98) + " == []",
            "x" + repeated(".a", 240) + " == 1", repeated("true?true:", 98) + "true",
            "'a'.matches('" + repeated("(", 99) + "a" + repeated(")*", 99) + "')",
            repeated("[1].all(x,", 60) + "true" + repeated(")", 60), repeated("int(", 98) + "1" + repeated(")", 98) + " == 1",
        ]
        let outcomes = await withCheckedContinuation { (continuation: CheckedContinuation<[Bool], Never>) in
            let thread = Thread {
                continuation.resume(
                    returning: sources.map { source in
                        guard let expression = try? Expression(parsing: source, declarations: ["x": .any]) else { return false }
                        _ = try? expression.evaluate(["x": .int(1)], costLimit: 10_000)
                        return true
                    })
            }
            thread.stackSize = 1 << 21
            thread.start()
        }
        #expect(outcomes == sources.map { _ in true })
    }

    @Test func `a pattern in a value costs each time, valid or not`() throws {
        let expression = try Expression(
            parsing: "texts.exists(x, x.matches(pattern)) || true", declarations: ["texts": .list(.string), "pattern": .string])
        let texts = Value.list(Array(repeating: .string("a"), count: 3_000))
        for pattern in [repeated("[b]", 1_000), "((){1000}){1000}", repeated("(b?){90}", 100)] {
            #expect(throws: EvaluationError.self) {
                try expression.evaluate(["texts": texts, "pattern": .string(pattern)], costLimit: 10_000)
            }
        }
    }

    @Test func `an error on both sides of a chain costs its length once`() throws {
        let source = "1/0==1" + repeated("||1/0==1", 200)
        let expression = try Expression(parsing: source, declarations: [:])
        let error = #expect(throws: EvaluationError.self) { try expression.evaluate([:], costLimit: 2_000) }
        #expect(error?.message == "division by zero")
    }

    @Test func `the keys of a map come in one order`() throws {
        let expression = try Expression(parsing: "x.map(k, k) == ['a', 'b', 'c', 'd', 'e']", declarations: ["x": .map(.string, .int)])
        let entries = Dictionary(uniqueKeysWithValues: ["e", "c", "a", "d", "b"].map { (Value.string($0), Value.int(1)) })
        #expect(try expression.evaluate(["x": .map(entries)], costLimit: 100) == .bool(true))
    }
}

import Testing

@testable import Expressions

@Suite struct ExpressionFuzzTests {
    private static let declarations: [String: ValueType] = [
        "current_time": .timestamp, "grant_time": .timestamp, "grant_duration": .duration, "user_ip": .ipaddress, "now": .timestamp,
        "method": .string, "path": .string, "amount": .int, "limit": .int, "currency": .string, "tags": .list(.string),
        "attributes": .map(.string, .string), "roles": .list(.string), "count": .uint, "ratio": .double, "x": .any, "a": .any,
    ]

    private static let pieces = [
        "&&", "||", "==", "!=", "<=", " in ", "?", ":", ".all(x, ", ".exists(x, ", ".exists_one(x, ", ".map(x, ", ".filter(x, ", "has(",
        "size(", "dyn(",
        "type(", ".matches(", "'(a*)*b'", "timestamp(", "duration(", "ipaddress(", ".in_cidr(", ".getHours(", "int(", "uint(", "double(",
        "string(",
        "bytes(", "now", "tags", "attributes", "x", "a", "null", "true", "[]", "{}", "[1]", "{'a': 1}", "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808", "18446744073709551615u", "1e308", "0x", "''", "\"\"\"", "b'", "r'", "\\", "`", "// ", "\n", "\0", "\u{202E}",
        "😀", "1/0", "%0",
    ]

    /// A value of every declared type, so that each operator meets the operands it is for.
    private static let bindings: [String: Value] = [
        "current_time": .timestamp(1_700_000_000 * Times.second), "grant_time": .timestamp(0),
        "grant_duration": .duration(3600 * Times.second),
        "user_ip": IPAddress("192.168.1.1").map { .ipaddress($0) } ?? .null, "now": .timestamp(1_770_000_000 * Times.second),
        "method": .string("GET"),
        "path": .string("/repos/ä/" + String(repeating: "a", count: 2_000)), "amount": .int(.max), "limit": .int(.min),
        "currency": .string("CHF"),
        "tags": .list((0..<40).map { .string("tag\($0)") }),
        "attributes": .map([.string("level"): .string("3"), .string("region"): .string("eu-a-1")]),
        "roles": .list([.string("admin")]), "count": .uint(.max), "ratio": .double(.nan),
        "x": .list([.int(1), .list([.double(-0.0)]), .map([.int(1): .null]), .bytes([0xFF])]), "a": .map([.string("b"): .string("c")]),
    ]

    @Test func `a changed expression is refused with its place or has one value within its cost`() throws {
        let mutation = Mutation(corpus: try ["conditions", "values", "comprehensions"].flatMap(Corpus.lines), pieces: Self.pieces)
        for run in Corpus.runs("expressions", usual: 4_000) {
            var (read, valued) = (0, 0)
            let iterations = run.each { random in
                let source = mutation.text(&random)
                for declarations in [Self.declarations, nil] {
                    do throws(InvalidExpression) {
                        let expression = try Expression(parsing: source, declarations: declarations)
                        read += 1
                        if isConsistent(expression, run) { valued += 1 }
                    } catch {
                        for mistake in [error] + error.others { expectUseful(mistake, source, run) }
                    }
                }
            }
            #expect(read > iterations / 20 && valued > iterations / 100, "the corpus no longer reaches the evaluation: \(run)")
        }
    }

    @Test func `what the check infers is what the evaluation gives`() throws {
        let mutation = Mutation(corpus: try ["conditions", "values", "comprehensions"].flatMap(Corpus.lines), pieces: Self.pieces)
        for run in Corpus.runs("types", usual: 3_000) {
            var valued = 0
            let iterations = run.each { random in
                let source = mutation.text(&random)
                var checker = Checker(environment: Environment(declarations: Self.declarations))
                let (trees, mistakes) = Parser.parse(source)
                guard mistakes.isEmpty, let tree = trees.first else { return }
                #expect(trees.count == 1, "`\(source)` is read in parts: \(run)")
                let (node, type) = checker.check(tree)
                var evaluator = Evaluator(bindings: Self.bindings, remaining: 2_000)
                guard checker.mistakes.isEmpty, let value = try? evaluator.value(node) else { return }
                valued += 1
                #expect(Self.isOf(type, value), "`\(source)` is \(value) and was inferred to be \(type): \(run)")
            }
            #expect(valued > iterations / 100, "the corpus no longer reaches the evaluation: \(run)")
        }
    }

    private static func isOf(_ type: ValueType, _ value: Value) -> Bool {
        switch (type, value) {
        case (.any, _), (.null, .null), (.bool, .bool), (.string, .string), (.bytes, .bytes), (.int, .int), (.uint, .uint),
            (.double, .double),
            (.duration, .duration), (.timestamp, .timestamp), (.ipaddress, .ipaddress), (.type, .type), (.timestamp, .null),
            (.duration, .null),
            (.ipaddress, .null):
            true
        case (.list(let element), .list(let values)): values.allSatisfy { isOf(element, $0) }
        case (.map(let key, let element), .map(let entries)): entries.allSatisfy { isOf(key, $0.key) && isOf(element, $0.value) }
        default: false
        }
    }

    @Test func `every text of the corpus is read, and those of conditions are true or false`() throws {
        for source in try ["conditions", "values", "comprehensions"].flatMap(Corpus.lines) {
            let expression = try Expression(parsing: source, declarations: nil)
            _ = isConsistent(expression, nil)
        }
        for source in try Corpus.lines("conditions") {
            #expect(throws: Never.self) { try Expression(parsing: source, declarations: Self.declarations) }
        }
    }

    /// A lower limit may only take the value away, and the same evaluation has the same outcome; true when there is a value.
    private func isConsistent(_ expression: Expression, _ run: FuzzRun?) -> Bool {
        let outcomes = [200, 2_000, 2_000].map { limit in outcome(expression, limit) }
        #expect(outcomes[1] == outcomes[2], "`\(expression.source)` has two outcomes: \(run?.description ?? "")")
        if case .success(let value) = outcomes[0] {
            #expect(outcomes[1] == .success(value), "`\(expression.source)` depends on the limit: \(run?.description ?? "")")
        }
        if case .success = outcomes[1] { return true }
        return false
    }

    private func outcome(_ expression: Expression, _ limit: Int) -> Result<String, EvaluationError> {
        do throws(EvaluationError) {
            return .success(Self.text(try expression.evaluate(Self.bindings, costLimit: limit)))
        } catch {
            #expect(!error.message.isEmpty)
            return .failure(error)
        }
    }

    /// Not a number is not equal to itself, but its text is; the entries of a map have no order.
    private static func text(_ value: Value) -> String {
        switch value {
        case .list(let values): "[" + values.map(text).joined(separator: ", ") + "]"
        case .map(let entries): "{" + entries.map { "\(text($0.key)): \(text($0.value))" }.sorted().joined(separator: ", ") + "}"
        default: "\(value)"
        }
    }

    private func expectUseful(_ error: InvalidExpression, _ source: String, _ run: FuzzRun) {
        for mistake in [error] + error.others { expectInPlace(mistake, source, run) }
        let places = ([error] + error.others).map { [$0.line, $0.column] }
        #expect(zip(places, places.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) || $0 == $1 }, "`\(source)`: \(run)")
    }

    private func expectInPlace(_ error: InvalidExpression, _ source: String, _ run: FuzzRun) {
        let lines = source.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        #expect((1...lines.count).contains(error.line) && error.column >= 1 && !error.message.isEmpty, "\(error) for `\(source)`: \(run)")
        guard (1...lines.count).contains(error.line) else { return }
        #expect(error.column <= lines[error.line - 1].count + 1, "\(error) is behind its line in `\(source)`: \(run)")
    }
}

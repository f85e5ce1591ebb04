import Testing

@testable import Expressions

@Suite struct CheckerTests {
    private static let declarations: [String: ValueType] = [
        "flag": .bool, "text": .string, "number": .int, "count": .uint, "ratio": .double, "age": .duration, "now": .timestamp,
        "address": .ipaddress, "texts": .list(.string), "numbers": .list(.int), "limits": .map(.string, .int), "anything": .any,
        "things": .list(.any),
    ]

    private func refusal(of source: String) -> InvalidExpression? {
        do throws(InvalidExpression) {
            _ = try Expression(parsing: source, declarations: Self.declarations)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        "flag", "!flag && flag || flag", "text == 'a'", "text + 'b' != text", "text in texts", "number in numbers", "text in limits",
        "number < 3", "number + 1 == 2", "count * 2u > 1u", "ratio / 2.0 >= 1.0", "double(number) < ratio", "now - now < age",
        "now + age > now", "age + now > now", "now - age < now", "age - age == age", "now < timestamp('2026-01-01T00:00:00Z')",
        "age > duration('1h')", "address.in_cidr('10.0.0.0/8')", "address == ipaddress('10.0.0.1')", "limits.a > 1", "limits['a'] > 1",
        "has(limits.a)", "texts[0] == 'a'", "texts.all(x, x.startsWith('a'))", "limits.exists(k, k == 'a')",
        "numbers.map(x, x * 2)[0] == 2",
        "numbers.filter(x, x > 1).size() == 2", "numbers.map(x, x > 1, string(x))[0] == '2'",
        "size(texts) + size(text) + size(limits) == 3",
        "texts + ['a'] == texts", "[] == numbers", "numbers + [] == numbers", "anything", "!anything", "anything.a.b[0] == 1",
        "anything + 1 == 2",
        "anything in things", "anything == text && anything < 3", "things[0] == 1 && things[0] == 'a'", "dyn(number) == ratio", "dyn(text)",
        "(flag ? number : 3) == 3", "(flag ? anything : 3) == 3", "now == null", "anything == null", "type(number) == int",
        "type(now) != type(age)",
        "bytes(text) == b'a'", "b'a' + b'b' < b'c'", "text.matches('a+')", "matches(text, 'a+')", "now.getHours('Europe/Zurich') == 1",
        "age.getHours() == 1", "int(now) == 1", "string(age) == '1s'", "[1, 'a'].exists(x, x == 1)", "{'a': 1, 'b': 'c'}.a == 1",
        "numbers.exists(number, number == 1)", "numbers.exists(x, texts.exists(y, size(y) == x))", ".text == 'a'",
        "['a'].exists(text, .text == text)", "google.protobuf.Timestamp == type(now)",
    ])
    func `what fits is accepted`(source: String) {
        #expect(refusal(of: source) == nil)
    }

    @Test(arguments: [
        ("number", 1, "true or false"), ("text + 'a'", 6, "true or false"), ("!number", 2, "`!` takes a bool"),
        ("flag && text", 9, "`&&` joins two bools"),
        ("number || flag", 1, "`||` joins two bools"), ("number == text", 8, "an int and a string"), ("number == ratio", 8, "`int(x)`"),
        ("number == count", 8, "`int(x)`"), ("number < 1.5", 8, "`int(x)`"), ("number + 1u > 1", 8, "`+` does not join"),
        ("text - 'a' == 'b'", 6, "`-` does not join"), ("text * 2 == 'b'", 6, "`*` does not join"),
        ("ratio % 2.0 == 1.0", 7, "`%` does not join"),
        ("now + now > now", 5, "`+` does not join"), ("age * 2 > age", 5, "`*` does not join"),
        ("now > '2026-01-01T00:00:00Z'", 5, "`timestamp(x)`"),
        ("'1h' < age", 6, "`duration(x)`"), ("address == '10.0.0.1'", 9, "`ipaddress(x)`"), ("address < address", 9, "`<` does not join"),
        ("texts < texts", 7, "`<` does not join"), ("number in texts", 8, "`in` does not join"), ("1 in limits", 3, "`in` does not join"),
        ("text in text", 6, "`in` does not join"), ("texts == numbers", 7, "list<string>"), ("texts + numbers == texts", 7, "list<int>"),
        ("number == null", 8, "null"), ("text.a == 'b'", 5, "only a map"), ("has(number.a)", 1, "only a map"),
        ("texts['a'] == 'b'", 7, "an index of a list"),
        ("limits[1] == 1", 8, "a key of this map"), ("text[0] == 'a'", 5, "only a list or a map"), ("{1.5: 2} == {}", 2, "a key of a map"),
        ("-text == 'a'", 2, "`-` takes"), ("-count == 1u", 2, "`-` takes"), ("number ? flag : flag", 1, "in front of `?`"),
        ("(flag ? 1 : 'a') == 1", 13, "both sides of `:`"), ("number.all(x, true)", 1, "goes over a list or a map"),
        ("texts.all(x, x)", 14, "true or false"), ("texts.filter(x, size(x)).size() == 1", 17, "true or false"),
        ("numbers.map(x, x, x).size() == 1", 16, "the filter"), ("texts.exists(x, x > 1)", 19, "a string and an int"),
        ("number.startsWith('a')", 8, "`string.startsWith(string)`"), ("text.startsWith(1)", 6, "a string and an int"),
        ("startsWith(text, 'a')", 1, "`string.startsWith(string)`"), ("text.size(1) == 1", 6, "`string.size()`"),
        ("size(number) == 1", 1, "`size(string)`"),
        ("address.in_cidr(1)", 9, "`ipaddress.in_cidr(string)`"), ("text.in_cidr('10.0.0.0/8')", 6, "`ipaddress.in_cidr(string)`"),
        ("now.getHours(1) == 1", 5, "timestamp.getHours(string)"), ("age.getHours('UTC') == 1", 5, "duration.getHours()"),
        ("age.getFullYear() == 1", 5, "timestamp.getFullYear()"), ("bool(number)", 1, "`bool(string)`"),
        ("timestamp(ratio) == now", 1, "`timestamp(int)`"),
        ("nonsense(text)", 1, "no function `nonsense`"), ("text.nonsense()", 6, "no function `nonsense`"),
        ("missing == 1", 1, "`missing` is not a parameter"),
        ("missing.a.b == 1", 1, "`missing` is not a parameter"), ("texts.all(x, y == x)", 14, "`y` is not a parameter"),
        ("texts.all(x, true) && x == 'a'", 23, "`x` is not a parameter"), ("text.matches('(')", 14, "the pattern is not valid"),
        ("address.in_cidr('10.0.0.0')", 17, "not a network"), ("package == 1", 1, "reserved word"), ("number = 1", 8, "write `==`"),
        ("flag & flag", 6, "write `&&`"),
        ("number == null", 8, "can be null"), ("flag; flag", 5, "joined with `&&`"),
        ("texts.all(1, true)", 7, "takes a variable"),
        ("texts.all(x.y, true)", 7, "takes a variable"),
        ("a{b: 1} == 1", 2, "messages are not offered"), ("has(text)", 1, "`has` takes one member"), ("dyn", 1, "`dyn` is not a parameter"),
    ])
    func `what does not fit is refused where it stands`(source: String, column: Int, message: String) throws {
        let problem = try #require(refusal(of: source))
        #expect(problem.line == 1 && problem.column == column && problem.message.contains(message), "\(problem)")
    }

    @Test(arguments: [
        ("number < 'a' && text == 1 && number.nonsense()", [8, 22, 37]), ("missing.a == 'b' && !missing.b", [1, 22]),
        ("number.all(x, x.startsWith(1) || y)", [1, 17, 34]), ("{1.5: missing}['a'] == 1", [2, 7]),
        ("text.matches('(') && address.in_cidr('x') && now < timestamp('y')", [14, 38, 62]),
        ("(flag ? 1 : 'a') + missing == number", [13, 20]),
        ("nonsense(missing, other) == 1", [1, 10, 19]),
    ])
    func `all mistakes are named at once, without those that follow from others`(source: String, columns: [Int]) throws {
        let problem = try #require(refusal(of: source))
        #expect(([problem] + problem.others).map(\.column) == columns, "\(problem) \(problem.others)")
    }

    @Test(arguments: [
        ("number = 1 && flag & missing", [8, 20, 22]), ("number ==  && text == ", [12, 23]), ("(number 1) && flag flag", [9, 20]),
        ("texts.all(x, ) && texts.exists(x, x ==)", [14, 39]), ("number == 1 1 || text == 'a\\q' || missing", [13, 28, 35]),
        ("flag ? number == 1 && (text ==)", [31, 32]), ("[1, 2 3, ].all(x, x > ) && text.", [7, 23, 33]),
        ("{'a': 1, 'b' 2}['a'] == 'c' && while", [14, 32]), ("text == 'open", [9]), ("number == 1)) && missing", [12, 18]),
        ("number > ### && @", [10, 17]), ("flag; flag; 1 ==", [5, 11, 17]), ("((((flag", [9]), ("flag &&", [8]), ("", [1]),
        ("(flag] && number ==", [6, 20]), ("text.`a?` == 'b' && flag flag", [8, 26]), ("has(number) && has(1 +)", [1, 23]),
    ])
    func `an expression is read on behind a mistake, and what only follows from it is not one`(source: String, columns: [Int]) throws {
        let problem = try #require(refusal(of: source))
        #expect(([problem] + problem.others).map(\.column) == columns, "\(problem) \(problem.others)")
    }

    @Test func `no more mistakes are named than anybody reads, and one where the expression is too large`() throws {
        let many = try #require(refusal(of: Array(repeating: "flag flag", count: 100).joined(separator: " && ")))
        #expect(many.others.count == 19)
        let deep = try #require(refusal(of: String(repeating: "(", count: 500) + "flag flag"))
        #expect(deep.message.contains("nested more than 100 deep") && deep.others.isEmpty)
        let high = try #require(refusal(of: Array(repeating: "number", count: 280).joined(separator: "+") + " == 1"))
        #expect(high.message.contains("more than 250 operations") && high.others.isEmpty)
    }

    @Test(arguments: [
        ("now < timestamp('garbage')", 17, "like `2026-01-31T12:00:00Z`"), ("age > duration('1 day')", 16, "like `1h30m`"),
        ("address == ipaddress('999.1.1.1')", 22, "like `192.0.2.1`"), ("number == int('many')", 15, "cannot become an int"),
        ("ratio == double('much')", 17, "cannot become a double"), ("flag == bool('maybe')", 14, "cannot become a bool"),
    ])
    func `a text that can never become what it is converted to is refused`(source: String, column: Int, message: String) throws {
        let problem = try #require(refusal(of: source))
        #expect(problem.column == column && problem.message.contains(message), "\(problem)")
    }

    @Test func `the place counts lines and characters`() throws {
        let problem = try #require(refusal(of: "flag && // why: 'ä'\n\n  text == 1"))
        #expect(problem.line == 3 && problem.column == 8)
        #expect(problem.description.hasPrefix("3:8: "))
    }

    @Test func `without declarations nothing is checked but what is written`() throws {
        #expect(throws: Never.self) { try Expression(parsing: "1 + 'a'", declarations: nil) }
        #expect(throws: EvaluationError.self) { try Expression(parsing: "1 + 'a'", declarations: nil).evaluate([:], costLimit: 100) }
        #expect(try Expression(parsing: "nonsense(1) || true", declarations: nil).evaluate([:], costLimit: 100) == .bool(true))
        #expect(throws: EvaluationError.self) { try Expression(parsing: "x.nonsense()", declarations: nil).evaluate([:], costLimit: 100) }
        #expect(throws: EvaluationError.self) {
            try Expression(parsing: "'a'.matches('(')", declarations: nil).evaluate([:], costLimit: 100)
        }
    }

    @Test func `a value of any type is checked when it is used`() throws {
        let expression = try Expression(parsing: "anything + 1 == 2", declarations: ["anything": .any])
        #expect(try expression.evaluate(["anything": .int(1)], costLimit: 100) == .bool(true))
        #expect(throws: EvaluationError.self) { try expression.evaluate(["anything": .string("1")], costLimit: 100) }
        let lone = try Expression(parsing: "anything", declarations: ["anything": .any])
        #expect(try lone.evaluate(["anything": .int(1)], costLimit: 100) == .int(1), "the caller refuses what is not a bool")
    }
}

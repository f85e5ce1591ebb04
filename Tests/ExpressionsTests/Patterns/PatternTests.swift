import Testing

@testable import Expressions

/// Answers that RE2 and Go's `regexp` give (golang.org/src/regexp/find_test.go and the RE2 syntax page).
@Suite struct PatternTests {
    private func isFound(_ pattern: String, _ text: String) throws -> Bool {
        var budget = Pattern.StepBudget(limit: 100_000)
        let answer = try Pattern(pattern).isFound(in: text, within: &budget)
        #expect(!budget.isSpent)
        return answer
    }

    @Test(arguments: [
        ("", ""), ("", "abc"), ("^abcdefg", "abcdefg"), ("a+", "baaab"), ("abcd..", "abcdef"), ("a", "a"), ("b", "abc"), (".", "a"),
        (".*", "abcdef"), ("^", "abcde"), ("$", "abcde"), ("^abcd$", "abcd"), ("a*", "baaab"), ("[a-z]+", "abcd"),
        ("[^a-z]+", "ab1234cd"), (#"[a\-\]z]+"#, "az]-bcz"), (#"[^\n]+"#, "abcd\n"), ("[日本語]+", "日本語日本語"), ("日本語+", "日本語"),
        ("日本語+", "日本語語語語"), ("()", ""), ("(a)", "a"), ("(.)(.)", "日a"), ("(.*)", ""), ("(..)(..)", "abcd"), ("(([^xyz]*)(d))", "abcd"),
        ("((a|b|c)*(d))", "abcd"), ("(((a|b|c)*)(d))", "abcd"), (#"\a\f\n\r\t\v"#, "\u{07}\u{0C}\n\r\t\u{0B}"),
        ("a*(|(b))c*", "aacc"), ("(.*).*", "ab"), ("[.]", "."), ("/$", "/abc/"), ("ab*", "abbaab"), ("x*", "yyy"), ("(|a)*", "aa"),
        ("(|a)+", "aa"), ("(^|b)a", "ba"), ("a{2,3}", "aa"), ("^a{2,3}$", "aaa"), ("^(ab){2}$", "abab"), ("^a{0}b$", "b"),
        ("a{,2}", "a{,2}"), ("a{x}", "a{x}"), ("a{", "a{"), ("^a{02}$", "a{02}"), ("^x{2,}$", "xxxx"), ("^x??y$", "xy"), ("^x*?y$", "xxy"),
        ("^(?:a|b)+?$", "abab"), ("gr(a|e)y", "grey"), ("^(foo|bar|)$", ""), ("a||b", ""),
    ])
    func `text, repetition and alternatives are found`(pattern: String, text: String) throws {
        #expect(try isFound(pattern, text))
    }

    @Test(arguments: [
        ("x", "y"), ("^bcd", "abcdef"), ("^abcd$", "abcde"), ("/$", "/abc"), ("a{3}", "aa"), ("^a{2,3}$", "aaaa"), ("^a{2,3}$", "a"),
        ("[^a]", "aaa"), ("a.b", "a\nb"), ("^$", "x"), ("foo|bar", ""), ("(ab){2}", "aba"), ("^[a-c]+$", "abd"), ("a$b", "ab"),
        ("b^a", "ba"),
        ("^(a|b)*c$", "ababd"), ("[^\\x00-\\x{10FFFF}]", "a"), ("a{0}b", "a"),
    ])
    func `what is not there is not found`(pattern: String, text: String) throws {
        #expect(try !isFound(pattern, text))
    }

    @Test(arguments: [
        (#"\bfoo\b"#, "a foo b", true), (#"\bfoo\b"#, "afoo b", false), (#"\b"#, "x", true), (#"\b"#, "", false), (#"\B"#, "x", false),
        (#"\B"#, "", true), (#"\B"#, "xx", true), (#"\bé"#, "é", false), (#"x\B"#, "xy", true), (#"\Aab"#, "ab", true),
        (#"\Aab"#, "cab", false),
        (#"ab\z"#, "cab", true), (#"ab\z"#, "ab\n", false), ("ab$", "ab\n", false), ("(?m)ab$", "ab\ncd", true),
        ("(?m)^cd", "ab\ncd", true),
        ("^cd", "ab\ncd", false), (#"(?m)\Acd"#, "ab\ncd", false), ("(?m)^$", "a\n\nb", true), ("^^^a$$", "a", true),
        ("(^a)+b", "ab", true),
        ("(?:^a|b)c", "xbc", true), ("(?:^a|b)c", "xac", false), ("^*a", "ba", true),
    ])
    func `anchors and edges of words hold where they should`(pattern: String, text: String, expected: Bool) throws {
        #expect(try isFound(pattern, text) == expected)
    }

    @Test(arguments: [
        ("(?i)straße", "STRAßE", true), ("(?i)abc", "aBC", true), ("abc", "aBC", false), ("(?i:a)b", "Ab", true), ("(?i:a)b", "AB", false),
        ("a(?i)b|c", "aB", true), ("a(?i)b|c", "C", true), ("(a(?i)b)c", "aBC", false), ("(?i)(?-i)a", "A", false),
        ("(?i)[a-c]", "B", true),
        ("(?i)[^a-c]", "B", false), ("(?i)k", "\u{212A}", true), ("(?i)\u{212A}", "k", true), ("(?i)s", "ſ", true), ("(?i)ſ", "S", true),
        (#"(?i)\W"#, "k", false), (#"(?i)\W"#, "s", false), (#"(?i)\W"#, "\u{212A}", false), ("(?i)[[:lower:]]", "Q", true),
        ("(?i)σ", "ς", true), ("(?i)Ǆ", "ǅ", true), ("(?i)i", "ı", false), ("(?i)ı", "I", false), (#"(?i)\p{Lu}"#, "é", true),
        ("(?s)a.b", "a\nb", true), ("(?s-i:a.b)", "a\nb", true), ("(?s)(?-s)a.b", "a\nb", false), ("(?U)a+", "aa", true),
        ("(?im)^B$", "a\nb", true),
        ("(?P<name>a)", "a", true), ("(?<name>a)b", "ab", true), ("(?i)É", "é", true), ("(?i)ÿ", "Ÿ", true),
    ])
    func `flags change what follows them in their group`(pattern: String, text: String, expected: Bool) throws {
        #expect(try isFound(pattern, text) == expected)
    }

    @Test(arguments: [
        (#"^\d+$"#, "0189", true), (#"\d"#, "٣", false), (#"^\w+$"#, "aZ_9", true), (#"\w"#, "é", false),
        (#"^\s+$"#, " \t\n\r\u{0C}", true),
        (#"\s"#, "\u{0B}", false), (#"\s"#, "\u{A0}", false), (#"\D"#, "1", false), (#"\S"#, " ", false), (#"[\d_]"#, "_", true),
        (#"[^\d_]"#, "7", false), (#"[\D]"#, "7", false), (#"[^\D]"#, "7", true), ("[[:alpha:]]", "Z", true), ("[[:alpha:]]", "é", false),
        ("[[:^alpha:]]", "Z", false), ("[^[:^alpha:]]", "Z", true), ("[[:space:]]", "\u{0B}", true), ("[[:punct:]]", "$", true),
        ("^[[:xdigit:]]+$", "09afAF", true), ("[[:word:]]", "_", true), ("[[:cntrl:]]", "\u{7F}", true), ("[]a]", "]", true),
        ("[^]a]", "]", false), ("[a-]", "-", true), ("[-a]", "-", true), ("[a-c-e]", "-", true), ("[[a]", "[", true), (#"[\]]"#, "]", true),
        ("[a^]", "^", true), (#"\pN"#, "٣", true), (#"\PN"#, "٣", false), (#"\p{Lu}"#, "É", true), (#"\p{^Lu}"#, "É", false),
        (#"\P{^Lu}"#, "É", true), (#"[\p{L}\d]"#, "5", true), (#"\p{Greek}"#, "λ", true), (#"\p{Greek}"#, "l", false),
        (#"\p{Han}"#, "語", true),
        (#"\p{Cyrillic}"#, "ж", true), (#"\p{Latin}"#, "é", true), (#"\p{Any}"#, "😀", true), (#"^\pL+$"#, "mañana", true),
        (#"\p{Zs}"#, "\u{A0}", true),
        (#"\p{C}"#, "\u{88888}", false), (#"\x41"#, "A", true), (#"\x{1F600}"#, "😀", true), (#"\101"#, "A", true), (#"\0"#, "\0", true),
        (#"\01"#, "\u{01}", true), (#"\Qa.b*\E"#, "a.b*", true), (#"\Qa.b\E"#, "axb", false), (#"\Qab\E+$"#, "abbb", true),
        (#"\Qa\\E"#, #"a\"#, true),
        (#"\Q[x"#, "[x", true), (#"\.\*\_\/"#, ".*_/", true), ("^(a|😀){2}$", "a😀", true), ("^.$", "😀", true), ("^..$", "e\u{301}", true),
    ])
    func `classes and escapes take their characters`(pattern: String, text: String, expected: Bool) throws {
        #expect(try isFound(pattern, text) == expected)
    }

    @Test(arguments: [
        "*", "+a", "?", "a|*", "(*)", "a**", "a*+", "a+*", "a??*", "a{2}{3}", "{2}", "a{1001}", "a{2,1}", "a{1,1001}", "(", ")", "(a", "a)",
        "[",
        "[a", "[]", "[z-a]", #"[a-\d]"#, "[[:foo:]]", "[[:alpha:]", #"\"#, #"a\"#, #"\8"#, #"\1"#, #"(a)\1"#, #"\q"#, #"\C"#, #"\Z"#,
        #"\p"#, #"\p{"#,
        #"\p{Klingon}"#, #"\x"#, #"\x1"#, #"\x{110000}"#, #"\x{-1}"#, #"\x{d800}"#, "(?", "(?i", "(?z)", "(?=a)", "(?!a)", "(?<=a)",
        "(?<!a)", "(?P=n)",
        "(?P<n", "(?P<>a)", "(?P<a b>c)", "(?i-)", "((a{1000}){1000})", "((){1000}){1000}",
    ])
    func `what RE2 refuses is refused with a reason`(pattern: String) {
        let error = #expect(throws: InvalidPattern.self) { try Pattern(pattern) }
        #expect(error?.message.isEmpty == false)
    }

    @Test func `groups and length are limited`() {
        let deep = String(repeating: "(", count: 500) + "a" + String(repeating: ")", count: 500)
        #expect(throws: InvalidPattern.self) { try Pattern(deep) }
        #expect(throws: InvalidPattern.self) { try Pattern(String(repeating: "a", count: Pattern.byteLimit + 1)) }
        #expect(throws: Never.self) { try Pattern(String(repeating: "a", count: Pattern.byteLimit)) }
    }
}

import Testing

@testable import Permissions

/// Where the expression of a condition ends, and what of its text is kept.
struct ModelExpressionTests {
    private func expression(_ body: String) throws -> String {
        let (syntax, diagnostics) = ModelParser.parse("model\n  schema 1.1\ncondition c(x: string) {\(body)}\ntype last\n")
        #expect(diagnostics == [])
        #expect(syntax.types.map(\.name.text) == ["last"])
        return try #require(syntax.conditions.first).expression
    }

    @Test(arguments: [
        #"x == r"\""#, #"x == R'\'"#, #"bytes(x) == br"\""#, #"bytes(x) == Rb'}\'"#, #"x == """a " } b""""#, "x == '''a ' } '' b'''",
        #"x == "\"}""#, #"x == """\""" }""""#, "x == \"\" || x == '}'", #"xr == "\"}""#, "x == '''\n # foo\n'''",
        "x == \"\"\"\n  // }\n\"\"\"",
        "x == '''a  \n\tb \n'''", #"x == r"""\""""#, "x == 'a #1 }'",
    ])
    func `strings of every kind are kept as they are, braces and number signs in them too`(text: String) throws {
        #expect(try expression(" \(text) ") == text)
        #expect(try expression("\n  \(text)\n") == text)
    }

    @Test(arguments: [
        ("\n  x == 'a' # why\n    || # and\n # all\n    x == 'b'  \n", "x == 'a'\n    ||\n\n    x == 'b'"),
        ("# first\n\n  x == 'a' // }\n", "x == 'a' // }"), ("\r\n  x == 'a'\r\n  || x == 'b'\r\n", "x == 'a'\n  || x == 'b'"),
    ])
    func `comments and blank space outside of strings are dropped`(body: String, expected: String) throws {
        #expect(try expression(body) == expected)
    }

    @Test
    func `an expression with strings of several lines has one value in both forms`() throws {
        let source =
            "model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define a: [user with c]\ncondition c(x: string) {\n  x == '''\n # foo \n'''\n}\n"
        let model = try Model(parsing: source)
        #expect(try Model(parsing: model.dslText()).jsonText() == model.jsonText())
        #expect(model.jsonText().contains(#"x == '''\n # foo \n'''"#))
    }

    @Test
    func `a string in three quotes that is not closed is named where it begins`() {
        let diagnostics = ModelParser.parse("model\n  schema 1.1\ncondition c(x: string) {\n  x == '''a\n}\n").diagnostics
        #expect(diagnostics.map(\.description) == ["4:8: close the text that begins here with three quotes"])
    }
}

import Testing

@testable import OAuth

/// The form of OAuth requests, read strictly (OAuth 2.1 section 3.1 and 3.2).
@Suite struct FormParametersTests {
    @Test(arguments: [
        ("a=1&b=2", "a", "1"), ("a=x+y%20z", "a", "x y z"), ("a=%C3%A9", "a", "é"), ("a=b=c", "a", "b=c"), ("%61=1", "a", "1"),
        ("&&a=1&", "a", "1"), ("a=%2B%26%3D", "a", "+&="), ("a;b=1", "a;b", "1"),
    ])
    func `values are decoded`(text: String, name: String, value: String) throws {
        #expect(try FormParameters(parsing: text).value(name) == value)
    }

    @Test(arguments: ["a=%", "a=%1", "a=%zz", "%=1", "a=%FF", "a=%C3", "a=%00", "a=%ED%A0%80", "a=%C0%80"])
    func `what is not form-encoded UTF-8 is refused`(text: String) {
        #expect(throws: OAuthError.self) { try FormParameters(parsing: text) }
    }

    @Test(arguments: ["a", "a=", "b=1", ""])
    func `an empty value is an absent one`(text: String) throws {
        let parameters = try FormParameters(parsing: text)
        #expect(try parameters.value("a") == nil)
        #expect(parameters.all("a").isEmpty)
        #expect(throws: OAuthError.self) { try parameters.required("a") }
    }

    @Test(arguments: ["a=1&a=1", "a=1&a=", "a=&a=", "a=1&%61=2"])
    func `a repeated parameter is refused, empty or not`(text: String) throws {
        let parameters = try FormParameters(parsing: text)
        #expect(throws: OAuthError.self) { try parameters.value("a") }
        #expect(throws: OAuthError.self) { try parameters.requireNoneRepeated() }
    }

    @Test func `resource alone may be repeated`() throws {
        let parameters = try FormParameters(parsing: "resource=a&resource=b&resource=")
        try parameters.requireNoneRepeated()
        #expect(parameters.all("resource") == ["a", "b"])
    }

    @Test func `size and number of parameters are bounded`() throws {
        let limit = FormParameters.byteLimit
        #expect(try FormParameters(parsing: "a=" + String(repeating: "x", count: limit - 2)).value("a")?.count == limit - 2)
        #expect(throws: OAuthError.self) { try FormParameters(parsing: "a=" + String(repeating: "x", count: limit - 1)) }
        let many = (0..<100).map { "p\($0)=1" }.joined(separator: "&")
        #expect(try FormParameters(parsing: many).value("p99") == "1")
        #expect(throws: OAuthError.self) { try FormParameters(parsing: many + "&p100=1") }
    }

    @Test func `an error names a parameter only with the characters that an error may have`() throws {
        let error = #expect(throws: OAuthError.self) {
            try FormParameters(parsing: "%22%5C%0D%0A%C3%A9=1&%22%5C%0D%0A%C3%A9=2").requireNoneRepeated()
        }
        #expect(error?.description == "the parameter `?????` is repeated")
    }
}

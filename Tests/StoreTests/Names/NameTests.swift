import Testing

@testable import Store

@Suite struct NameTests {
    @Test(arguments: ["ab", "a1", "a-", "acme-2", String(repeating: "a", count: 63)])
    func `names of tenants and servers are accepted`(text: String) throws {
        #expect(try TenantID(text).rawValue == text)
        #expect(try ServerName(text).description == text)
    }

    @Test(arguments: ["", "a", "1a", "-a", "Ab", "aB", "a_b", "a b", "a/b", "a.b", "é", "aé", "ab\n", String(repeating: "a", count: 64)])
    func `names of tenants and servers are refused`(text: String) {
        #expect(throws: InvalidName.self) { try TenantID(text) }
        #expect(throws: InvalidName.self) { try ServerName(text) }
    }

    @Test(arguments: ["a", "Z", "0", "-", "a.b_c~d-e", String(repeating: "x", count: 200)])
    func `ids of clients are accepted`(text: String) throws {
        #expect(try ClientID(text).rawValue == text)
    }

    @Test(arguments: ["", "a b", "a/b", "a:b", "ä", "a\u{0}", "[", "@", String(repeating: "x", count: 201)])
    func `ids of clients are refused`(text: String) {
        #expect(throws: InvalidName.self) { try ClientID(text) }
    }

    @Test(arguments: ["a", "7", "anne.b+c_d-e@example.org", String(repeating: "a", count: 128)])
    func `names of users are accepted`(text: String) throws {
        #expect(try UserName(text).rawValue == text)
    }

    @Test(arguments: ["", "Anne", ".a", "@a", "-a", "a b", "a:b", "a#b", "a*", "añ", String(repeating: "a", count: 129)])
    func `names of users are refused`(text: String) {
        #expect(throws: InvalidName.self) { try UserName(text) }
    }

    @Test func `a refusal says the rule and keeps no more than 80 characters`() throws {
        let error = try #require(throws: InvalidName.self) { try TenantID(String(repeating: "A", count: 500)) }
        #expect(error.text.count == 80)
        #expect(error.reason.contains("2 to 63"))
    }
}

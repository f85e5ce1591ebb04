import Testing

@testable import Tokens

struct TokenDigestTests {
    private func digest(_ text: String, _ last: inout LastToken, isAcceptable: Bool = true) -> TokenDigest? {
        Array(text.utf8).withUnsafeBytes { last.digest(of: $0) { _ in isAcceptable } }
    }

    @Test func `the digest is that of the token, whether it came before or not`() {
        var last = LastToken()
        for token in ["one", "one", "two", "one", "onf", "on", "", String(repeating: "x", count: 5_000)] {
            #expect(digest(token, &last) == TokenDigest(token), "\(token)")
        }
        #expect(TokenDigest("one") != TokenDigest("two"))
    }

    @Test func `a token that is not acceptable has none, and is not remembered`() {
        var last = LastToken()
        #expect(digest("bad", &last, isAcceptable: false) == nil)
        #expect(digest("bad", &last, isAcceptable: false) == nil)
        #expect(digest("good", &last) != nil)
        #expect(digest("good", &last, isAcceptable: false) == TokenDigest("good"))
    }

    @Test(arguments: [0, 1, 7, 8, 9, 16, 31, 620])
    func `one byte that differs is seen, wherever it is`(count: Int) {
        let bytes = (0..<count).map { UInt8($0 % 251) }
        func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
            left.withUnsafeBytes { left in right.withUnsafeBytes { constantTimeEqual(left, $0) } }
        }
        #expect(equal(bytes, bytes))
        #expect(!equal(bytes, bytes + [0]))
        for position in bytes.indices {
            var other = bytes
            other[position] ^= 0x80
            #expect(!equal(bytes, other))
        }
    }
}

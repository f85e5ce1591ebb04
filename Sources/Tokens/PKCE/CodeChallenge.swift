/// The S256 challenge of an authorization request (RFC 7636); `plain` does not exist here (RFC 9700 section 2.1.1).
package struct CodeChallenge: Hashable, Sendable, CustomStringConvertible {
    package let value: String

    package var description: String { value }

    package init(s256 challenge: String) throws(InvalidCodeChallenge) {
        guard Self.isWellFormed(challenge) else { throw InvalidCodeChallenge() }
        value = challenge
    }

    /// Whether the verifier has the right form and hashes to this challenge, compared in constant time.
    package func matches(_ verifier: String) -> Bool {
        guard Self.isWellFormed(verifier) else { return false }
        return constantTimeEqual(Array(Base64URL.encode(sha256(verifier)).utf8), Array(value.utf8))
    }

    /// 43 to 128 unreserved characters, the grammar of both challenge and verifier (RFC 7636 sections 4.1 and 4.2).
    package static func isWellFormed(_ text: String) -> Bool {
        43...128 ~= text.utf8.count && text.utf8.allSatisfy(isUnreserved)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: false
        }
    }
}

/// A `code_challenge` that no verifier could have made.
package struct InvalidCodeChallenge: Error, Equatable, CustomStringConvertible {
    package var description: String { "`code_challenge` must be 43 to 128 characters of `A-Z a-z 0-9 - . _ ~`" }
}

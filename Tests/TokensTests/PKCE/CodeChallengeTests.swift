import Testing
import Tokens

/// RFC 7636.
struct CodeChallengeTests {
    private static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    private static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

    @Test func `the example of appendix B matches`() throws {
        let challenge = try CodeChallenge(s256: Self.challenge)
        #expect(challenge.matches(Self.verifier))
        #expect(challenge.value == Self.challenge)
    }

    @Test func `another verifier, the challenge itself and nothing do not match`() throws {
        let challenge = try CodeChallenge(s256: Self.challenge)
        #expect(!challenge.matches(Self.challenge))
        #expect(!challenge.matches(String(Self.verifier.dropLast()) + "l"))
        #expect(!challenge.matches(Self.verifier + " "))
        #expect(!challenge.matches(""))
    }

    @Test func `a verifier must be 43 to 128 unreserved characters even when its hash fits`() throws {
        for verifier in [
            String(repeating: "a", count: 42), String(repeating: "a", count: 129), String(repeating: "a", count: 42) + "+",
            String(repeating: "a", count: 42) + "/", String(repeating: "a", count: 42) + "=", String(repeating: "a", count: 42) + "é",
        ] {
            let challenge = try CodeChallenge(s256: Base64URL.encode(sha256(verifier)))
            #expect(!challenge.matches(verifier))
        }
        for verifier in [String(repeating: "a", count: 43), String(repeating: "~", count: 128), String(repeating: ".", count: 50)] {
            #expect(try CodeChallenge(s256: Base64URL.encode(sha256(verifier))).matches(verifier))
        }
    }

    @Test(arguments: [42, 129, 0])
    func `a challenge of a wrong length is refused`(count: Int) {
        #expect(throws: InvalidCodeChallenge.self) { try CodeChallenge(s256: String(repeating: "a", count: count)) }
    }

    @Test(arguments: ["+", "/", "=", " ", "é", "\n", "%"])
    func `a challenge with another character is refused`(character: String) {
        #expect(throws: InvalidCodeChallenge.self) { try CodeChallenge(s256: String(repeating: "a", count: 42) + character) }
    }
}

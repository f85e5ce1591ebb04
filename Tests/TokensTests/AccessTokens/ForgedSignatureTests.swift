import Foundation
import Testing
import Tokens

/// Abuse case C6: signatures that are none, of another algorithm, or no signatures at all.
struct ForgedSignatureTests {
    @Test(arguments: ["none", "None", "nOnE", "NONE", "HS256", "HS384", "HS512", "ES384", "ES256K", "es256", "ES256 ", "RS1", ""])
    func `an algorithm outside the allow-list is refused even with a right signature`(algorithm: String) throws {
        let fixture = try TokenFixture()
        let token = try fixture.token(header: #"{"alg":"\#(algorithm)","typ":"at+jwt","kid":"\#(fixture.key.keyID)"}"#)
        #expect(fixture.refusal(token) == .algorithmNotAllowed)
    }

    @Test(arguments: ["null", "1", "[\"ES256\"]", "{}", "true"])
    func `an algorithm that is not a string is refused`(value: String) throws {
        let fixture = try TokenFixture()
        let token = try fixture.token(header: #"{"alg":\#(value),"typ":"at+jwt","kid":"\#(fixture.key.keyID)"}"#)
        #expect(fixture.refusal(token) == .algorithmNotAllowed)
    }

    @Test func `a header without an algorithm is refused`() throws {
        let fixture = try TokenFixture()
        #expect(fixture.refusal(try fixture.token(header: #"{"typ":"at+jwt","kid":"\#(fixture.key.keyID)"}"#)) == .algorithmNotAllowed)
    }

    @Test func `an empty signature is refused under every algorithm`() throws {
        let fixture = try TokenFixture()
        for algorithm in SignatureAlgorithm.allCases {
            let header = #"{"alg":"\#(algorithm.rawValue)","typ":"at+jwt","kid":"\#(fixture.key.keyID)"}"#
            let token = TokenFixture.compact(header: header, payload: TokenFixture.payload()) { _ in [] }
            #expect(fixture.refusal(token) == .signatureInvalid)
        }
    }

    @Test(arguments: [SignatureAlgorithm.rs256, .es256])
    func `a token signed with HS256 under the bytes of a public key is refused`(algorithm: SignatureAlgorithm) throws {
        let fixture = try TokenFixture(algorithm)
        let publicKey = try #require(fixture.key.publicKey.n ?? fixture.key.publicKey.x)
        let header = #"{"alg":"HS256","typ":"at+jwt","kid":"\#(fixture.key.keyID)"}"#
        let token = TokenFixture.compact(header: header, payload: TokenFixture.payload()) { sha256(Array(publicKey.utf8) + $0) }
        #expect(fixture.refusal(token) == .algorithmNotAllowed)
    }

    @Test func `a key checks only the algorithm it is bound to`() throws {
        let fixture = try TokenFixture(.rs256)
        let sibling = try SigningKey(privateKeyDER: fixture.key.privateKeyDER(), algorithm: .ps256)
        let header = #"{"alg":"PS256","typ":"at+jwt","kid":"\#(fixture.key.keyID)"}"#
        let token = try TokenFixture.compact(header: header, payload: TokenFixture.payload()) { try sibling.sign($0) }
        #expect(fixture.refusal(token) == .algorithmNotAllowed)
    }

    /// The order of P-256, then what lies just around it and zero.
    static let order = bytes(hexadecimal: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")

    @Test func `an ES256 signature with r or s of zero, the order or more is refused`() throws {
        let fixture = try TokenFixture()
        let header = #"{"alg":"ES256","typ":"at+jwt","kid":"\#(fixture.key.keyID)"}"#
        let zero = [UInt8](repeating: 0, count: 32)
        let one = Array(zero.dropLast()) + [1]
        let all = [UInt8](repeating: 0xFF, count: 32)
        for (r, s) in [(zero, zero), (zero, one), (one, zero), (Self.order, one), (one, Self.order), (Self.order, Self.order), (all, all)] {
            let token = TokenFixture.compact(header: header, payload: TokenFixture.payload()) { _ in r + s }
            #expect(fixture.refusal(token) == .signatureInvalid)
        }
    }

    @Test func `an ES256 signature in DER or of another length is refused`() throws {
        let fixture = try TokenFixture()
        let header = #"{"alg":"ES256","typ":"at+jwt","kid":"\#(fixture.key.keyID)"}"#
        for change: ([UInt8]) -> [UInt8] in [
            { [0x30, 0x44, 0x02, 0x20] + $0.prefix(32) + [0x02, 0x20] + $0.suffix(32) }, { $0.dropLast() + [] }, { $0 + [0] },
            { [0] + $0.prefix(32) + [0] + $0.suffix(32) },
        ] {
            let token = try TokenFixture.compact(header: header, payload: TokenFixture.payload()) { change(try fixture.key.sign($0)) }
            #expect(fixture.refusal(token) == .signatureInvalid)
        }
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func `changing any single character of a token makes it worthless`(algorithm: SignatureAlgorithm) throws {
        let fixture = try TokenFixture(algorithm)
        let token = try AccessToken.mint(TokenFixture.claims, with: fixture.key).exposed
        #expect(fixture.refusal(token) == nil)
        for index in token.indices where token[index] != "." {
            var changed = token
            changed.replaceSubrange(index...index, with: token[index] == "A" ? "B" : "A")
            #expect(fixture.refusal(changed) != nil, "character \(token.distance(from: token.startIndex, to: index))")
        }
    }

    @Test func `padding, white space and other spellings of a token are refused`() throws {
        let fixture = try TokenFixture()
        let token = try fixture.token()
        let parts = token.split(separator: ".").map(String.init)
        let variants = [
            token + "=", token + "==", token + " ", " " + token, token + "\n", token + "\r\n", "\t" + token, token + "\u{0}", token + "%3D",
            parts[0] + "=." + parts[1] + "." + parts[2], parts[0] + "." + parts[1] + "=." + parts[2],
            parts[0] + ". " + parts[1] + "." + parts[2],
            parts[0] + "\n." + parts[1] + "." + parts[2], token.replacing("-", with: "+") + "+", token + "\u{FEFF}",
        ]
        for variant in variants {
            #expect(fixture.refusal(variant) == .malformed, "\(variant.debugDescription)")
        }
    }

    @Test func `the last character's unused bits must be zero`() throws {
        let fixture = try TokenFixture()
        let token = try fixture.token()
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let last = try #require(token.last.flatMap { alphabet.firstIndex(of: $0) })
        #expect(fixture.refusal(String(token.dropLast()) + String(alphabet[last ^ 1])) == .malformed)
    }

    @Test(arguments: [
        "", ".", "..", "...", "a", "a.b", "a.b.c.d", "e30.e30.e30", "e30.e30.e30.e30.e30", "{}", "eyJhbGciOiJFUzI1NiJ9", "null",
    ])
    func `what is not three parts of a token is refused`(text: String) throws {
        #expect(throws: TokenRefusal.self) { try UnverifiedToken(text) }
    }

    @Test func `a JSON serialisation is refused`() throws {
        let fixture = try TokenFixture()
        let parts = try fixture.token().split(separator: ".")
        let token = #"{"protected":"\#(parts[0])","payload":"\#(parts[1])","signature":"\#(parts[2])"}"#
        #expect(fixture.refusal(token) == .malformed)
    }

    @Test func `a token larger than 16 KB is refused before it is looked at`() throws {
        let fixture = try TokenFixture()
        let claim = "\"" + String(repeating: "a", count: 13_000) + "\""
        #expect(fixture.refusal(try fixture.token(payload: TokenFixture.payload(["more": claim]))) == .tooLarge)
        #expect(fixture.refusal(String(repeating: ".", count: 1_000_000)) == .tooLarge)
    }
}

import Foundation
import Testing
import Tokens

/// RFC 7517, RFC 7518 section 6 and RFC 8037 section 2: which public keys are keys.
struct JSONWebKeyTests {
    private static let x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"
    private static let y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"

    private func refusal(_ json: String) -> KeyRefusal.Code? {
        do {
            _ = try VerificationKey(JSONWebKey(parsing: Array(json.utf8)))
            return nil
        } catch {
            return error.code
        }
    }

    private func ec(_ change: String = "", x: String = x, y: String = y) -> String {
        #"{"kty":"EC","crv":"P-256","x":"\#(x)","y":"\#(y)"\#(change)}"#
    }

    @Test func `a public key in good order is accepted`() {
        #expect(refusal(ec()) == nil)
        #expect(refusal(ec(#","use":"sig","alg":"ES256","kid":"k","key_ops":["verify"],"ext":true"#)) == nil)
    }

    @Test(arguments: ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"])
    func `a key with a private member is refused by both readers`(name: String) {
        let json = ec(#","\#(name)":"AQAB""#)
        #expect(refusal(json) == .privateKey)
        #expect(throws: KeyRefusal.self) { try JSONDecoder().decode(JSONWebKey.self, from: Data(json.utf8)) }
    }

    @Test(arguments: [#","use":"enc""#, #","use":"SIG""#, #","key_ops":["encrypt"]"#, #","key_ops":["sign"]"#, #","key_ops":[]"#])
    func `a key for another purpose is refused`(change: String) {
        #expect(refusal(ec(change)) == .useNotAllowed)
    }

    @Test(arguments: ["ES384", "ES224", "RS256", "EdDSA", "HS256", "none", "es256", ""])
    func `an algorithm that is not the key's is refused`(algorithm: String) {
        #expect(refusal(ec(#","alg":"\#(algorithm)""#)) == .algorithmMismatch)
    }

    @Test func `a point off the curve, at infinity or of another length is refused`() throws {
        let zero = Base64URL.encode([UInt8](repeating: 0, count: 32))
        let prime = Base64URL.encode(bytes(hexadecimal: "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"))
        let long = Base64URL.encode([0] + (try #require(Base64URL.decode(Self.x))))
        for json in [
            ec(x: Self.y, y: Self.x), ec(x: zero, y: zero), ec(x: prime), ec(y: prime), ec(x: long), ec(x: ""), ec(x: "AQAB"),
            ec(x: Self.x + "="), ec(x: String(Self.x.dropLast()) + "V"), ec(x: String(repeating: "A", count: 100_000)),
        ] {
            #expect(refusal(json) == .malformed || refusal(json) == .tooLarge)
        }
    }

    @Test(arguments: [
        #"{"kty":"EC","crv":"P-384","x":"AA","y":"AA"}"#, #"{"kty":"EC","crv":"secp256k1","x":"AA","y":"AA"}"#, #"{"kty":"oct"}"#,
        #"{"kty":"OKP","crv":"X25519","x":"AA"}"#, #"{"kty":"OKP","crv":"Ed448","x":"AA"}"#, #"{"kty":"ec","crv":"P-256"}"#,
        #"{"kty":"RSA","crv":"P-256"}"#,
    ])
    func `a type or curve outside the list is refused`(json: String) {
        #expect(refusal(json) == .typeNotSupported)
    }

    @Test(arguments: [
        #"{"crv":"P-256"}"#, #"{"kty":1}"#, #"{"kty":"EC","kty":"EC"}"#, #"{"kty":"EC","crv":"P-256","x":1,"y":2}"#, "[]", "null", "",
        #"{"kty":"EC","crv":"P-256"}"#, #"{"kty":"EC","key_ops":"verify"}"#,
    ])
    func `a key that is not an object of strings is refused`(json: String) {
        #expect(refusal(json) == .malformed)
    }

    @Test func `a kid must be short and printable`() {
        #expect(refusal(ec(#","kid":"""#)) == .malformed)
        #expect(refusal(ec(#","kid":"a\u0000b""#)) == .malformed)
        #expect(refusal(ec(#","kid":"\#(String(repeating: "k", count: 257))""#)) == .malformed)
    }

    @Test(arguments: [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0200000000000000000000000000000000000000000000000000000000000000",
    ])
    func `an Ed25519 key of small order, off the curve or not canonical is refused`(point: String) {
        #expect(refusal(#"{"kty":"OKP","crv":"Ed25519","x":"\#(Base64URL.encode(bytes(hexadecimal: point)))"}"#) == .weakKey)
    }

    @Test func `generated Ed25519 keys pass the check of their point`() throws {
        for _ in 0..<50 {
            let key = try SigningKey.generate(.edDSA)
            #expect(try VerificationKey(key.publicKey).keyID == key.keyID)
        }
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func `a public key survives being written and read`(algorithm: SignatureAlgorithm) throws {
        let key = try SigningKey.generate(algorithm).publicKey
        let json = try JSONEncoder().encode(key)
        #expect(try JSONDecoder().decode(JSONWebKey.self, from: json) == key)
        #expect(try JSONWebKey(parsing: Array(json)) == key)
        #expect(try VerificationKey(key).algorithm == algorithm)
        #expect(key.use == "sig")
        #expect(key.alg == algorithm.rawValue)
    }
}

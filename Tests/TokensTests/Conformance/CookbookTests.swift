import Foundation
import Testing
import Tokens

/// The examples of RFC 7520 and RFC 8037 from the JOSE working group's cookbook.
///
/// Out of scope, by rule: an algorithm or curve that Cardea does not have, encryption, and signatures without a compact form. Those
/// examples are run too and must be refused.
struct CookbookTests {
    private static let privateMembers: Set<String> = ["d", "p", "q", "dp", "dq", "qi"]

    private func accepts(_ example: AnyJSON, algorithm: String) throws -> Bool {
        guard let compact = example["output"]?["compact"]?.text, let key = example["input"]?["key"],
            case .object(var members) = key.removing(Self.privateMembers)
        else { return false }
        members["alg"] = .text(algorithm)
        guard let jwk = try? JSONWebKey(parsing: Array(try AnyJSON.object(members).encoded)), let checked = try? VerificationKey(jwk),
            let payload = try? CompactSignature(compact).verifiedPayload(with: checked)
        else { return false }
        return payload == Array((example["input"]?["payload"]?.text ?? "").utf8)
    }

    @Test(arguments: [
        ("jws/4_1.rsa_v15_signature.json", true), ("jws/4_2.rsa-pss_signature.json", false), ("jws/4_3.ecdsa_signature.json", false),
        ("jws/4_4.hmac-sha2_integrity_protection.json", false), ("jws/4_5.signature_with_detached_content.json", false),
        ("jws/4_6.protecting_specific_header_fields.json", false), ("jws/4_7.protecting_content_only.json", false),
        ("jws/4_8.multiple_signatures.json", false), ("curve25519/jws.json", true), ("curve25519/ecdh-es.json", false),
    ])
    func `a signature of the cookbook is accepted when it is in scope and refused when not`(name: String, isInScope: Bool) throws {
        guard let example = try PublicSuite.decode(AnyJSON.self, from: "cookbook/" + name) else { return }
        let algorithm = example["input"]?["alg"]?.text ?? "none"
        #expect(try accepts(example, algorithm: algorithm) == isInScope)
        print("cookbook \(name): \(algorithm) \(isInScope ? "accepted" : "out of scope, refused")")
    }

    @Test(arguments: [
        "3_1.ec_public_key", "3_2.ec_private_key", "3_4.rsa_private_key", "3_5.symmetric_key_mac_computation",
        "3_6.symmetric_key_encryption",
    ])
    func `a key of the cookbook that is private, symmetric or on another curve is refused`(name: String) throws {
        guard let json = try PublicSuite.load("cookbook/jwk/\(name).json") else { return }
        #expect(throws: KeyRefusal.self) { try VerificationKey(JSONWebKey(parsing: Array(json))) }
    }

    @Test func `the public RSA key of the cookbook is accepted once it names its algorithm`() throws {
        guard let key = try PublicSuite.decode(JSONWebKey.self, from: "cookbook/jwk/3_3.rsa_public_key.json") else { return }
        #expect(throws: KeyRefusal.self) { try VerificationKey(key) }
        let named = JSONWebKey(kty: key.kty, n: key.n, e: key.e, kid: key.kid, alg: "RS256", use: key.use)
        #expect(try VerificationKey(named).keyID == "bilbo.baggins@hobbiton.example")
    }
}

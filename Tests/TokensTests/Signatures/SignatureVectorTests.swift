import Testing
import Tokens

/// The examples of RFC 7515 appendix A and RFC 8037 appendix A.
struct SignatureVectorTests {
    private static let joe =
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"

    @Test func `the RS256 example of RFC 7515 appendix A 2 verifies`() throws {
        let key = try VerificationKey(
            JSONWebKey(
                kty: "RSA",
                n:
                    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_"
                    + "YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlx"
                    + "vb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
                e: "AQAB", alg: "RS256"))
        let signature =
            "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4"
            + "BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqv"
            + "hJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
        let token = try CompactSignature("eyJhbGciOiJSUzI1NiJ9.\(Self.joe).\(signature)")
        #expect(try token.verifiedPayload(with: key) == Base64URL.decode(Self.joe))
    }

    @Test func `the ES256 example of RFC 7515 appendix A 3 verifies`() throws {
        let key = try VerificationKey(
            JSONWebKey(
                kty: "EC", crv: "P-256", x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")
        )
        let signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
        let token = try CompactSignature("eyJhbGciOiJFUzI1NiJ9.\(Self.joe).\(signature)")
        #expect(try token.verifiedPayload(with: key) == Base64URL.decode(Self.joe))
    }

    @Test func `the unsecured example of RFC 7515 appendix A 5 is refused`() {
        #expect(throws: TokenRefusal.self) { try CompactSignature("eyJhbGciOiJub25lIn0.\(Self.joe).") }
    }

    private static let ed25519 = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
    private static let ed25519Signature = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"

    @Test func `the Ed25519 example of RFC 8037 appendix A 4 verifies and is reproduced byte for byte`() throws {
        let publicKey = JSONWebKey(kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
        let token = try CompactSignature(Self.ed25519 + "." + Self.ed25519Signature)
        #expect(try token.verifiedPayload(with: VerificationKey(publicKey)) == Array("Example of Ed25519 signing".utf8))

        let privateKey = try #require(Base64URL.decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"))
        let key = try SigningKey(privateKeyDER: bytes(hexadecimal: "302e020100300506032b657004220420") + privateKey, algorithm: .edDSA)
        #expect(key.publicKey.x == publicKey.x)
        #expect(Base64URL.encode(try key.sign(Array(Self.ed25519.utf8))) == Self.ed25519Signature)
    }

    @Test func `the fully specified name Ed25519 is understood as EdDSA`() throws {
        let key = try SigningKey.generate(.edDSA)
        let input = Base64URL.encode(Array(#"{"alg":"Ed25519"}"#.utf8)) + ".e30"
        let token = try CompactSignature(input + "." + Base64URL.encode(try key.sign(Array(input.utf8))))
        #expect(try token.verifiedPayload(with: VerificationKey(key.publicKey)) == Array("{}".utf8))
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func `a signature has JOSE's length and fits no other message`(algorithm: SignatureAlgorithm) throws {
        let key = try SigningKey.generate(algorithm)
        let verifier = try VerificationKey(key.publicKey)
        let isRSA = algorithm == .rs256 || algorithm == .ps256
        for length in [0, 1, 100, 10_000] {
            let message = [UInt8](repeating: 7, count: length)
            let signature = try key.sign(message)
            #expect(signature.count == (isRSA ? 256 : 64))
            #expect(verifier.verifies(signature, of: message))
            #expect(!verifier.verifies(signature, of: message + [0]))
            #expect(!verifier.verifies(signature + [0], of: message))
            #expect(!verifier.verifies([0] + signature, of: message))
            #expect(!verifier.verifies([], of: message))
        }
    }

    /// r and s are short every now and then; a conversion that forgets the zeros in front fails about once in 128 signatures.
    @Test func `every one of many ES256 signatures survives its conversion`() throws {
        let key = try SigningKey.generate(.es256)
        let verifier = try VerificationKey(key.publicKey)
        for number in 0..<600 {
            let message = Array("message \(number)".utf8)
            #expect(verifier.verifies(try key.sign(message), of: message))
        }
    }

    @Test func `one key signs and verifies for many tasks at once`() async throws {
        let key = try SigningKey.generate(.es256)
        let verifier = try VerificationKey(key.publicKey)
        let verified = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let message = Array("message \(number)".utf8)
                    return verifier.verifies(try key.sign(message), of: message)
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(verified == 200)
    }
}

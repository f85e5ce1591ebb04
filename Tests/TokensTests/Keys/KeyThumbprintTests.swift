import Testing
import Tokens

/// RFC 7638 and RFC 8037 appendix A.3.
struct KeyThumbprintTests {
    @Test func `the RSA example of RFC 7638 section 3 1 gives its thumbprint`() throws {
        let key = JSONWebKey(
            kty: "RSA",
            n:
                "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W"
                + "-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyr"
                + "dkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
            e: "AQAB", alg: "RS256")
        #expect(try VerificationKey(key).keyID == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
    }

    @Test func `the Ed25519 example of RFC 8037 appendix A 3 gives its thumbprint`() throws {
        let key = JSONWebKey(kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
        #expect(try VerificationKey(key).keyID == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func `a generated key is named by the thumbprint that anybody can compute`(algorithm: SignatureAlgorithm) throws {
        let key = try SigningKey.generate(algorithm)
        let anonymous = JSONWebKey(
            kty: key.publicKey.kty, crv: key.publicKey.crv, x: key.publicKey.x, y: key.publicKey.y, n: key.publicKey.n, e: key.publicKey.e,
            alg: key.publicKey.alg)
        #expect(try VerificationKey(anonymous).keyID == key.keyID)
        #expect(key.publicKey.kid == key.keyID)
        #expect(key.keyID.utf8.count == 43)
    }
}

import Testing
import Tokens

/// PKCS#8 in and out.
struct SigningKeyTests {
    @Test(arguments: SignatureAlgorithm.allCases)
    func `a key survives being written and read`(algorithm: SignatureAlgorithm) throws {
        let key = try SigningKey.generate(algorithm)
        let copy = try SigningKey(privateKeyDER: key.privateKeyDER(), algorithm: algorithm)
        #expect(copy.keyID == key.keyID)
        #expect(copy.publicKey == key.publicKey)
        #expect(try copy.privateKeyDER() == key.privateKeyDER())
        #expect(try VerificationKey(key.publicKey).verifies(try copy.sign([1, 2, 3]), of: [1, 2, 3]))
    }

    @Test func `a key does not fit another type's algorithm`() throws {
        for made in [SignatureAlgorithm.es256, .rs256, .edDSA] {
            let der = try SigningKey.generate(made).privateKeyDER()
            for algorithm in SignatureAlgorithm.allCases where algorithm != made && !(made == .rs256 && algorithm == .ps256) {
                #expect(throws: KeyRefusal.self) { try SigningKey(privateKeyDER: der, algorithm: algorithm) }
            }
        }
    }

    @Test func `bytes that are not one PKCS#8 key are refused`() throws {
        let der = try SigningKey.generate(.es256).privateKeyDER()
        let damaged: [[UInt8]] = [[], [0x30], der.dropLast() + [], der + [0], [UInt8](repeating: 0, count: 1000), Array(der.reversed())]
        for bytes in damaged {
            #expect(throws: OpenSSLFailure.self) { try SigningKey(privateKeyDER: bytes, algorithm: .es256) }
        }
    }

    @Test func `a key on another curve is refused`() {
        let p384 = bytes(
            hexadecimal: "3081b6020100301006072a8648ce3d020106052b8104002204819e30819b020101043001e9a6aa124bffb79dbbccf514e3155bd333a7e0"
                + "0983ad7c6e5ff75791db6e50215e87017240cb4f83d597323631a81aa1640362000422f4214a21d2fee5175155d45b2dd20f4d4dc0b819"
                + "2fa140d7ce839646252a2944d3e2076dd36f12609da53e65ef0ecfb351ceb629bd24dc01712bd99fbc9715e608954f5e41208edf0f9802"
                + "2cdc0b1ee8237a1848a4f0b7cc764aa083381629")
        #expect(throws: KeyRefusal.self) { try SigningKey(privateKeyDER: p384, algorithm: .es256) }
    }

    @Test func `an RSA key of 1024 bits is refused`() {
        let rsa1024 = bytes(
            hexadecimal: "30820275020100300d06092a864886f70d01010105000482025f3082025b02010002818100b3b70fcbc41a3f723d8b969402c579af2ba8"
                + "5d92a57a69281101518c3883d0ef93451937d7f883ed94a4073c4f08ca09c76ed598cf0248c7cf80568c1ed51a19067d9cf1cc1d1e28a6"
                + "d1d97236a999c7770045b8574fbe603ba963a4628cc850ebafa38aa11a5c87853cc9ed5bb348c8d0571be727e4811e3a1bb395361f20f9"
                + "020301000102818100a826b8d8e77bc7b194746f47bdf01793173e498f54d5dc5e68cadb0a6036b5dff3e3cb5cbcef0241e1ba382aeda8"
                + "43a232c0398ae8e63243029c0a5ec0da93b7152e8ad6ddec0803a9bc486748f88b3ac5e6913025609d50698bbc00558f76bb4aeb6488a1"
                + "cbbb14e1e09deb999eeb2b7b585b5cca4c41b7d91ee9ab8d737401024100da8436709acd015c56d6e835fb8eee68a78894b8b63e1a29c9"
                + "b5012707c8ebefaa02632193b818e8c1c9a609f0763250ce0db60ce59078417c08a2e1ef225e11024100d28af3863301111393e1376c96"
                + "1524202ef2cd64884027881373e922bcdb85c4137569571740693971e6a21e09094ccc58b4c796b41ce0775db0fed26001cc69023f5c2f"
                + "6ac81686660c8e961b60aabfa1d484d919e4d2fd600c410c1b705bd867b0b4084dc9dc87cdfa63c6ae45832c5a0dbce00bed64eb8dd012"
                + "839233beaec102402cf697c35529292871306bd1b8cb93077c7f45f5ee53251e1e6966a49088a12c9aab3c6fe8fb4c7d8421a90599106f"
                + "62449f76f06c4eae714f84f9269c7245e102403bd4cbee91dd978ca2f14e2fc7f0c63ed997d706d5e936b199a629e5b7bc56aa8749d6a9"
                + "e3fde3747c3c74d082e1faf9c83d532c00f0b11957ae48718745e646")
        #expect(throws: KeyRefusal.self) { try SigningKey(privateKeyDER: rsa1024, algorithm: .rs256) }
    }

    @Test func `a key's description names its thumbprint and nothing of its secret`() throws {
        let key = try SigningKey.generate(.es256)
        #expect("\(key)" == "signing key `\(key.keyID)`")
    }

    @Test func `two generated keys differ`() throws {
        #expect(try SigningKey.generate(.es256).keyID != SigningKey.generate(.es256).keyID)
    }
}

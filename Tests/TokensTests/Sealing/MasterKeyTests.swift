import Testing

@testable import Tokens

/// AES-256-GCM at rest: opens under the same key in the same place, and otherwise not at all.
struct MasterKeyTests {
    @Test func `test case 16 of the GCM specification is reproduced`() throws {
        let key = Secret(bytes(hexadecimal: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"))
        let plaintext = bytes(
            hexadecimal: "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39")
        let nonce = bytes(hexadecimal: "cafebabefacedbaddecaf888")
        let associatedData = bytes(hexadecimal: "feedfacedeadbeeffeedfacedeadbeefabaddad2")
        let cipher = try AuthenticatedCipher()
        let (ciphertext, tag) = try cipher.encrypt(plaintext, key: key, nonce: nonce, associatedData: associatedData)
        let expected = bytes(
            hexadecimal: "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662")
        #expect(ciphertext == expected)
        #expect(tag == bytes(hexadecimal: "76fc6ece0f4e1768cddf8853bb2d551b"))
        let opened = try AuthenticatedCipher().decrypt(ciphertext, tag: tag, key: key, nonce: nonce, associatedData: associatedData)
        #expect(opened == plaintext)
    }

    @Test(arguments: [0, 1, 16, 121, 5000])
    func `what is sealed opens in the same place`(count: Int) throws {
        let key = try MasterKey.generate(random: .system)
        let plaintext = [UInt8](repeating: 42, count: count)
        let sealed = try key.seal(plaintext, context: "acme/signing-key/1", random: .system)
        #expect(try key.open(sealed, context: "acme/signing-key/1") == plaintext)
        #expect(sealed.count == count + 29)
        #expect(sealed.first == 1)
    }

    @Test func `it opens in no other place and with no other key`() throws {
        let key = try MasterKey.generate(random: .system)
        let sealed = try key.seal([1, 2, 3], context: "acme", random: .system)
        for context in ["", "acm", "acme ", "ACME", "other"] {
            #expect(throws: SealingFailure.notAuthentic) { try key.open(sealed, context: context) }
        }
        #expect(throws: SealingFailure.notAuthentic) { try MasterKey.generate(random: .system).open(sealed, context: "acme") }
    }

    @Test func `changing any bit, cutting or lengthening it makes it worthless`() throws {
        let key = try MasterKey.generate(random: .system)
        let sealed = try key.seal([1, 2, 3, 4, 5], context: "acme", random: .system)
        for index in sealed.indices {
            for bit in 0..<8 {
                var changed = sealed
                changed[index] ^= 1 << UInt8(bit)
                #expect(throws: SealingFailure.self) { try key.open(changed, context: "acme") }
            }
        }
        for cut in 0..<sealed.count {
            #expect(throws: SealingFailure.self) { try key.open(Array(sealed.prefix(cut)), context: "acme") }
        }
        #expect(throws: SealingFailure.self) { try key.open(sealed + [0], context: "acme") }
    }

    @Test func `sealing twice gives two envelopes`() throws {
        let key = try MasterKey.generate(random: .system)
        #expect(try key.seal([1], context: "a", random: .system) != key.seal([1], context: "a", random: .system))
    }

    @Test func `an envelope of another version is refused`() throws {
        let key = try MasterKey.generate(random: .system)
        let sealed = try key.seal([1], context: "a", random: .system)
        #expect(throws: SealingFailure.envelope) { try key.open([2] + sealed.dropFirst(), context: "a") }
    }

    @Test func `a master key is 32 bytes, and travels as base64url`() throws {
        #expect(throws: SealingFailure.keySize) { try MasterKey([UInt8](repeating: 0, count: 31)) }
        #expect(throws: SealingFailure.keySize) { try MasterKey([UInt8](repeating: 0, count: 33)) }
        #expect(throws: SealingFailure.keySize) { try MasterKey(encoded: "short") }
        let key = try MasterKey.generate(random: .system)
        let copy = try MasterKey(encoded: key.encoded.exposed)
        #expect(try copy.open(key.seal([9], context: "a", random: .system), context: "a") == [9])
        #expect("\(key)" == "[redacted]")
    }
}

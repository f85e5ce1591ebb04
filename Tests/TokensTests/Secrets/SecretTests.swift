import Testing
import Tokens

struct SecretTests {
    @Test func `a secret does not show itself when printed, dumped or described`() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump([secret], to: &dumped)
        for text in [
            "\(secret)", secret.debugDescription, String(reflecting: secret), "\([secret])", String(describing: Optional(secret)), dumped,
        ] {
            #expect(!text.contains("hunter2"))
        }
        #expect(secret.description == "[redacted]")
        #expect(secret.exposed == "hunter2")
    }

    @Test func `secrets are equal when their bytes are`() {
        #expect(Secret("a") == Secret([0x61]))
        #expect(Secret("") == Secret([]))
        for other in ["b", "", "aa", "A"] {
            #expect(Secret("a") != Secret(other))
        }
        #expect(Secret("a").withBytes { $0.count } == 1)
    }

    @Test func `constant-time equality is equality`() {
        #expect(constantTimeEqual([], []))
        #expect(constantTimeEqual([1, 2, 3], [1, 2, 3]))
        #expect(!constantTimeEqual([1, 2, 3], [1, 2, 4]))
        #expect(!constantTimeEqual([1, 2, 3], [0, 2, 3]))
        #expect(!constantTimeEqual([1, 2, 3], [1, 2]))
    }

    @Test func `sha-256 gives the examples of FIPS 180`() {
        let empty = bytes(hexadecimal: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        let abc = bytes(hexadecimal: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(sha256("") == empty)
        #expect(sha256([UInt8]()) == empty)
        #expect(sha256("abc") == abc)
        #expect(sha256(Secret("abc")) == abc)
        #expect(sha256("xabc".utf8.dropFirst().lazy.map { $0 }) == abc)
    }

    @Test func `a token carries its prefix and 32 random bytes`() throws {
        let token = try RandomSource.system.token("cardea_refresh_").exposed
        #expect(token.hasPrefix("cardea_refresh_"))
        #expect(Base64URL.decode(token.dropFirst(15))?.count == 32)
        #expect(try RandomSource.system.token("a") != RandomSource.system.token("a"))
    }

    @Test func `a random source that gives too little is not believed`() {
        let short = RandomSource { _ in [1, 2, 3] }
        #expect(throws: RandomnessFailure.self) { try short.bytes(16) }
        #expect(throws: RandomnessFailure.self) { try RandomSource.system.bytes(0) }
        #expect(throws: RandomnessFailure.self) { try RandomSource.system.bytes(-1) }
        #expect(throws: RandomnessFailure.self) { try RandomSource.system.bytes(1_000_000) }
    }

    @Test func `base64url is written without padding and read only so`() {
        for (plain, encoded) in [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
        ] {
            #expect(Base64URL.encode(Array(plain.utf8)) == encoded)
            #expect(Base64URL.decode(encoded) == Array(plain.utf8))
        }
        #expect(Base64URL.encode([0xFB, 0xFF]) == "-_8")
        for refused in ["Zg==", "Zg=", "Z", "Zh", "Zm9", "+_8", "-/8", "Zm9v\n", " Zm9v", "Zm 9v", "Zm9v.", "é", "Zm9vY"] {
            #expect(Base64URL.decode(refused) == nil, "\(refused)")
        }
        let every = (0...255).map { UInt8($0) }
        #expect(Base64URL.decode(Base64URL.encode(every)) == every)
    }
}

import Testing
import Tokens

/// Scrypt (RFC 7914) in PHC strings, bounded.
struct PasswordHashTests {
    private static let cheap = try? ScryptCost(logarithmOfN: 4, blockSize: 8, parallelization: 1)

    @Test func `the third example of RFC 7914 section 12 is recognised`() throws {
        let key = bytes(
            hexadecimal: "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887")
        let base64 = { (bytes: [UInt8]) in Base64URL.encode(bytes).replacing("-", with: "+").replacing("_", with: "/") }
        let phc = "$scrypt$ln=14,r=8,p=1$\(base64(Array("SodiumChloride".utf8)))$\(base64(key))"
        let hash = try PasswordHash(phc: phc)
        #expect(hash.phc == phc)
        #expect(hash.verify(Secret("pleaseletmein")))
        #expect(!hash.verify(Secret("pleaseletmeout")))
    }

    @Test func `a password is recognised, and only that one, after being stored`() throws {
        let cost = try #require(Self.cheap)
        let hash = try PasswordHash.make(Secret("correct horse battery staple"), cost: cost, random: .system)
        let stored = try PasswordHash(phc: hash.phc)
        #expect(stored == hash)
        #expect(stored.verify(Secret("correct horse battery staple")))
        for wrong in ["", "correct horse battery stapl", "correct horse battery staple ", "Correct horse battery staple"] {
            #expect(!stored.verify(Secret(wrong)))
        }
        #expect("\(hash)" == "[redacted]")
    }

    @Test func `the standard cost is the one recommended and is written into the string`() throws {
        let hash = try PasswordHash.make(Secret("secret"), random: .system)
        #expect(hash.phc.hasPrefix("$scrypt$ln=14,r=8,p=5$"))
        #expect(try PasswordHash(phc: hash.phc).verify(Secret("secret")))
    }

    @Test func `one password hashed twice gives two strings`() throws {
        let cost = try #require(Self.cheap)
        let first = try PasswordHash.make(Secret("secret"), cost: cost, random: .system)
        #expect(try PasswordHash.make(Secret("secret"), cost: cost, random: .system).phc != first.phc)
    }

    @Test func `the hash of nobody matches nothing, at the full cost`() throws {
        let nobody = try PasswordHash.matchingNothing(random: .system)
        #expect(nobody.cost == .standard)
        #expect(!nobody.verify(Secret("secret")))
        #expect(!nobody.verify(Secret("")))
    }

    @Test func `a password must not be empty or endless`() throws {
        let cost = try #require(Self.cheap)
        #expect(throws: InvalidPasswordHash.passwordLength) { try PasswordHash.make(Secret(""), cost: cost, random: .system) }
        let endless = Secret(String(repeating: "a", count: 1025))
        #expect(throws: InvalidPasswordHash.passwordLength) { try PasswordHash.make(endless, cost: cost, random: .system) }
        #expect(try !PasswordHash.make(Secret("a"), cost: cost, random: .system).verify(endless))
    }

    private static let tail = "$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

    @Test(arguments: [
        "ln=17,r=8,p=1", "ln=63,r=8,p=1", "ln=16,r=32,p=1", "ln=14,r=33,p=1", "ln=14,r=8,p=17", "ln=16,r=8,p=16", "ln=14,r=9999,p=9999",
        "ln=16,r=16,p=1",
    ])
    func `a hostile cost is refused before any memory is taken`(cost: String) {
        #expect(throws: InvalidPasswordHash.costOutOfBounds) { try PasswordHash(phc: "$scrypt$\(cost)\(Self.tail)") }
    }

    @Test(arguments: [
        "", "$", "$scrypt$ln=14,r=8,p=5", "$argon2id$v=19$m=19456,t=2,p=1\(tail)", "scrypt$ln=14,r=8,p=5\(tail)",
        "$scrypt$r=8,ln=14,p=5\(tail)",
        "$scrypt$ln=14,r=8\(tail)", "$scrypt$ln=14,r=8,p=5,x=1\(tail)", "$scrypt$ln=014,r=8,p=5\(tail)", "$scrypt$ln=+14,r=8,p=5\(tail)",
        "$scrypt$ln=-14,r=8,p=5\(tail)", "$scrypt$ln=,r=8,p=5\(tail)", "$scrypt$ln=99999999999999999999,r=8,p=5\(tail)",
        "$scrypt$ln=٣,r=8,p=5\(tail)",
        "$scrypt$ln=14,r=8,p=5\(tail)$", "$scrypt$ln=14,r=8,p=5\(tail)=", "$scrypt$ln=14,r=8,p=5$AAAA$AAAA", "$scrypt$ln=14,r=8,p=5$$",
        "$scrypt$ln=14,r=8,p=0\(tail)", " $scrypt$ln=14,r=8,p=5\(tail)",
    ])
    func `a string that is not exactly a scrypt hash is refused`(phc: String) {
        #expect(throws: InvalidPasswordHash.malformed) { try PasswordHash(phc: phc) }
    }
}

import Foundation
import Testing
import Tokens

/// JWK Sets (RFC 7517 section 5).
struct VerificationKeysTests {
    private func set(_ keys: String...) -> Data {
        Data("{\"keys\":[\(keys.joined(separator: ","))]}".utf8)
    }

    private func json(_ key: JSONWebKey) throws -> String {
        String(decoding: try JSONEncoder().encode(key), as: UTF8.self)
    }

    private func refusal(_ jwks: Data) -> KeyRefusal.Code? {
        do {
            _ = try VerificationKeys(jwks: jwks)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func `a set holds its keys by kid`() throws {
        let first = try SigningKey.generate(.es256)
        let second = try SigningKey.generate(.edDSA)
        let keys = try VerificationKeys(jwks: set(json(first.publicKey), json(second.publicKey)))
        #expect(keys.keyIDs == [first.keyID, second.keyID])
        #expect(keys.key(named: second.keyID)?.algorithm == .edDSA)
        #expect(keys.key(named: "other") == nil)
    }

    @Test func `two keys of one kid refuse the set`() throws {
        let key = try json(SigningKey.generate(.es256).publicKey)
        #expect(refusal(set(key, key)) == .duplicateKeyID)
    }

    @Test func `a private or symmetric key refuses the set`() throws {
        let key = try json(SigningKey.generate(.es256).publicKey)
        #expect(refusal(set(key, String(key.dropLast()) + ",\"d\":\"AQAB\"}")) == .privateKey)
        #expect(refusal(set(key, #"{"kty":"oct","k":"AQAB"}"#)) == .privateKey)
        #expect(refusal(set(key, #"{"kty":"RSA","use":"enc","d":"AQAB"}"#)) == .privateKey)
    }

    @Test func `keys of an unknown type or for encryption are passed over`() throws {
        let key = try SigningKey.generate(.es256)
        let keys = try VerificationKeys(jwks: set(#"{"kty":"AKP","pub":"AQAB"}"#, #"{"kty":"RSA","use":"enc"}"#, json(key.publicKey)))
        #expect(keys.keyIDs == [key.keyID])
    }

    @Test func `a set with nothing usable is refused`() {
        #expect(refusal(set()) == .noUsableKey)
        #expect(refusal(set(#"{"kty":"AKP"}"#)) == .noUsableKey)
        #expect(throws: KeyRefusal.self) { try VerificationKeys([]) }
    }

    @Test(arguments: [
        "", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[1]}", "{\"keys\":[],\"keys\":[]}", "{\"keys\":[{\"kty\":\"EC\",\"kty\":\"EC\"}]}",
    ])
    func `what is not a set is refused`(text: String) {
        #expect(refusal(Data(text.utf8)) == .malformed)
    }

    @Test func `a set too large is refused`() {
        let filler = String(repeating: " ", count: 70_000)
        #expect(refusal(Data("{\"keys\":[\(filler)]}".utf8)) == .malformed)
        let many = Array(repeating: #"{"kty":"AKP"}"#, count: 65).joined(separator: ",")
        #expect(refusal(Data("{\"keys\":[\(many)]}".utf8)) == .tooLarge)
    }
}

import Foundation
import Testing
import Tokens

/// Google's and C2SP's Wycheproof vectors. Every vector is run: the ones out of scope must be refused, like the invalid ones.
struct WycheproofTests {
    /// Out of scope, by rule: a valid vector whose header names an algorithm that Cardea does not have (HS*, *384, *512), and the one
    /// whose HS256 header has a character outside base64url that a lenient decoder may pass over.
    private func isInScope(_ jws: String) throws -> Bool {
        guard let header = jws.split(separator: ".").first.flatMap({ Base64URL.decode($0) }) else { return false }
        let algorithm = try StrictJSON(parsing: header).members?["alg"]?.text
        return algorithm.flatMap { SignatureAlgorithm(registeredName: $0) } != nil
    }

    private struct Tally {
        var accepted = 0
        var refused = 0
        var outOfScope: [Int] = []

        mutating func record(_ test: WycheproofDocument.Case, accepted isAccepted: Bool, isInScope: @autoclosure () throws -> Bool) rethrows
        {
            let expectsAcceptance = try test.result == "valid" && isInScope()
            if test.result == "valid", !expectsAcceptance { outOfScope.append(test.tcId) }
            #expect(isAccepted == expectsAcceptance, "vector \(test.tcId): \(test.comment)")
            if isAccepted { accepted += 1 } else { refused += 1 }
        }
    }

    private func accepts(_ jws: String, key: Data) -> Bool {
        guard let key = try? JSONWebKey(parsing: Array(key)), let checked = try? VerificationKey(key) else { return false }
        return (try? CompactSignature(jws).verifiedPayload(with: checked)) != nil
    }

    private func accepts(_ jws: String, keySet: Data) -> Bool {
        guard let keys = try? VerificationKeys(jwks: keySet), let token = try? CompactSignature(jws),
            let key = token.keyID.flatMap({ keys.key(named: $0) })
        else { return false }
        return (try? token.verifiedPayload(with: key)) != nil
    }

    @Test func `every JSON Web Signature vector is accepted or refused as it must be`() throws {
        guard let document = try PublicSuite.decode(WycheproofDocument.self, from: "json_web_signature_test.json") else { return }
        var tally = Tally()
        for group in document.testGroups {
            let key = try #require(try group.verificationMaterial?.encoded)
            for test in group.tests {
                try tally.record(test, accepted: accepts(test.jws, key: key), isInScope: try isInScope(test.jws))
            }
        }
        print("wycheproof signatures: \(tally.accepted) accepted, \(tally.refused) refused; valid but out of scope: \(tally.outOfScope)")
        #expect(tally.accepted + tally.refused == document.numberOfTests)
        #expect(tally.accepted > 0)
    }

    @Test func `every JSON Web Key vector is accepted or refused as it must be`() throws {
        guard let document = try PublicSuite.decode(WycheproofDocument.self, from: "json_web_key_test.json") else { return }
        var tally = Tally()
        for group in document.testGroups {
            let keys = try #require(try group.verificationMaterial?.encoded)
            for test in group.tests {
                try tally.record(test, accepted: accepts(test.jws, keySet: keys), isInScope: try isInScope(test.jws))
            }
        }
        print("wycheproof keys: \(tally.accepted) accepted, \(tally.refused) refused; valid but out of scope: \(tally.outOfScope)")
        #expect(tally.accepted + tally.refused == document.numberOfTests)
        #expect(tally.accepted > 0)
    }
}

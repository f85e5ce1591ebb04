package import Foundation

/// The public keys of one issuer by their `kid`, parsed and checked once.
package struct VerificationKeys: Sendable {
    private static let keyLimit = 64
    private let keysByID: [String: VerificationKey]

    package var keyIDs: Set<String> { Set(keysByID.keys) }

    /// Refuses the whole set when one key is bad or two share a `kid`: a set that is half understood is a set not understood.
    package init(_ keys: [JSONWebKey]) throws(KeyRefusal) {
        guard !keys.isEmpty else { throw KeyRefusal(.noUsableKey, "the key set has no key for signatures") }
        guard keys.count <= Self.keyLimit else { throw KeyRefusal(.tooLarge, "the key set has more than \(Self.keyLimit) keys") }
        var keysByID: [String: VerificationKey] = [:]
        for key in keys {
            let checked = try VerificationKey(key)
            guard keysByID.updateValue(checked, forKey: checked.keyID) == nil else {
                throw KeyRefusal(.duplicateKeyID, "two keys of the set have the `kid` `\(checked.keyID)`")
            }
        }
        self.keysByID = keysByID
    }

    /// Reads a JWK Set. Keys of an unknown type or for encryption are passed over (RFC 7517 section 5); a private or symmetric one means
    /// that the issuer has published a secret, and refuses the set.
    package init(jwks: Data) throws(KeyRefusal) {
        guard let document = try? StrictJSON(parsing: Array(jwks)), let entries = document.members?["keys"]?.elements else {
            throw KeyRefusal(.malformed, "the key set must be one json object with an array `keys` in which no member occurs twice")
        }
        guard entries.count <= Self.keyLimit else { throw KeyRefusal(.tooLarge, "the key set has more than \(Self.keyLimit) keys") }
        var keys: [JSONWebKey] = []
        for entry in entries {
            guard let members = entry.members else { throw KeyRefusal(.malformed, "each key of the set must be a json object") }
            if let key = try Self.signatureKey(members) { keys.append(key) }
        }
        try self.init(keys)
    }

    package func key(named keyID: String) -> VerificationKey? {
        keysByID[keyID]
    }

    private static func signatureKey(_ members: [String: StrictJSON]) throws(KeyRefusal) -> JSONWebKey? {
        let knownTypes: Set<String> = ["EC", "OKP", "RSA", "oct"]
        if let type = members["kty"]?.text, !knownTypes.contains(type) { return nil }
        if members["kty"]?.text == "oct" { throw KeyRefusal(.privateKey, "the key set holds a symmetric key") }
        if let use = members["use"]?.text, use != "sig" {
            _ = try JSONWebKey(members: members)
            return nil
        }
        return try JSONWebKey(members: members)
    }
}

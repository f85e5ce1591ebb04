/// The name of a key that anybody can compute from it (RFC 7638): the SHA-256 of its required members in alphabetical order.
enum KeyThumbprint {
    /// The members must have been checked to be base64url, which is why nothing needs escaping.
    static func compute(_ key: JSONWebKey) -> String {
        var writer = JSONObjectWriter()
        for (name, value) in [("crv", key.crv), ("e", key.e), ("kty", key.kty), ("n", key.n), ("x", key.x), ("y", key.y)] {
            if let value { writer.add(name, value) }
        }
        return Base64URL.encode(sha256(writer.finished()))
    }
}

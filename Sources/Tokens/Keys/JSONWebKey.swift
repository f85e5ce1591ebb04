/// A public key as it travels in a JWK Set (RFC 7517), not yet checked; `VerificationKey` is the checked form.
///
/// A private or symmetric key cannot be held: reading one is refused, so none can be published or used by mistake.
package struct JSONWebKey: Codable, Sendable, Hashable {
    package let kty: String
    package let crv: String?
    package let x: String?
    package let y: String?
    package let n: String?
    package let e: String?
    package let kid: String?
    package let alg: String?
    package let use: String?

    package init(
        kty: String, crv: String? = nil, x: String? = nil, y: String? = nil, n: String? = nil, e: String? = nil, kid: String? = nil,
        alg: String? = nil, use: String? = nil
    ) {
        self.kty = kty
        self.crv = crv
        self.x = x
        self.y = y
        self.n = n
        self.e = e
        self.kid = kid
        self.alg = alg
        self.use = use
    }

    /// Reads one key; refuses members that occur twice, private members, and operations other than verification.
    package init(parsing json: [UInt8]) throws(KeyRefusal) {
        guard let value = try? StrictJSON(parsing: json), let members = value.members else {
            throw KeyRefusal(.malformed, "the key must be one json object in which no member occurs twice")
        }
        try self.init(members: members)
    }

    init(members: [String: StrictJSON]) throws(KeyRefusal) {
        try Self.refusePrivateMembers(members.keys)
        if let operations = members["key_ops"] {
            guard let names = operations.elements?.map(\.text) else {
                throw KeyRefusal(.malformed, "`key_ops` must be an array of strings")
            }
            try Self.requireVerification(names.compactMap { $0 })
        }
        func text(_ name: String) throws(KeyRefusal) -> String? {
            guard let value = members[name] else { return nil }
            guard let text = value.text else { throw KeyRefusal(.malformed, "`\(name)` must be a string") }
            return text
        }
        guard let kty = try text("kty") else { throw KeyRefusal(.malformed, "`kty` is missing") }
        self.init(
            kty: kty, crv: try text("crv"), x: try text("x"), y: try text("y"), n: try text("n"), e: try text("e"), kid: try text("kid"),
            alg: try text("alg"), use: try text("use"))
    }

    package init(from decoder: any Decoder) throws {
        try Self.refusePrivateMembers(try decoder.container(keyedBy: AnyMember.self).allKeys.map(\.stringValue))
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String? { try container.decodeIfPresent(String.self, forKey: key) }
        if let operations = try decoder.container(keyedBy: AnyMember.self).decodeIfPresent([String].self, forKey: .operations) {
            try Self.requireVerification(operations)
        }
        self.init(
            kty: try container.decode(String.self, forKey: .kty), crv: try text(.crv), x: try text(.x), y: try text(.y), n: try text(.n),
            e: try text(.e), kid: try text(.kid), alg: try text(.alg), use: try text(.use))
    }

    /// The private members of RFC 7518 section 6 and RFC 8037 section 2, and the symmetric `k`.
    private static let privateMembers: Set<String> = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"]

    private static func refusePrivateMembers(_ names: some Sequence<String>) throws(KeyRefusal) {
        guard !names.contains(where: privateMembers.contains) else {
            throw KeyRefusal(.privateKey, "the key has private members; send the public half only")
        }
    }

    private static func requireVerification(_ operations: [String]) throws(KeyRefusal) {
        guard operations.contains("verify") else { throw KeyRefusal(.useNotAllowed, "`key_ops` must contain `verify`") }
    }
}

/// Any member of a JSON object, so that the ones that must not be there can be seen.
private struct AnyMember: CodingKey {
    static let operations = AnyMember(name: "key_ops")

    let stringValue: String
    var intValue: Int? { nil }

    init(name: String) {
        stringValue = name
    }

    init?(stringValue: String) {
        self.stringValue = stringValue
    }

    init?(intValue: Int) {
        nil
    }
}

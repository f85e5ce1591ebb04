/// A name that does not follow its rule; `reason` says what to change.
package struct InvalidName: Error, Equatable {
    package let text: String
    package let reason: String
}

enum NameRule {
    static func require(_ text: String, first: (UInt8) -> Bool, rest: (UInt8) -> Bool, length: ClosedRange<Int>, reason: String)
        throws(InvalidName)
    {
        guard length ~= text.utf8.count, let head = text.utf8.first, first(head), text.utf8.dropFirst().allSatisfy(rest) else {
            throw InvalidName(text: String(text.prefix(80)), reason: reason)
        }
    }

    static func isLower(_ byte: UInt8) -> Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte }
    static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
    static func isLetter(_ byte: UInt8) -> Bool { isLower(byte | 0x20) }
}

/// The name of a tenant, as it stands in its issuer.
package struct TenantID: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init(_ text: String) throws(InvalidName) {
        try NameRule.require(
            text, first: NameRule.isLower, rest: { NameRule.isLower($0) || NameRule.isDigit($0) || $0 == UInt8(ascii: "-") },
            length: 2...63,
            reason: "a tenant's name has 2 to 63 lower-case letters, digits and `-`, and begins with a letter")
        rawValue = text
    }

    package var description: String { rawValue }
}

/// The name of an MCP server within its tenant.
package struct ServerName: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init(_ text: String) throws(InvalidName) {
        try NameRule.require(
            text, first: NameRule.isLower, rest: { NameRule.isLower($0) || NameRule.isDigit($0) || $0 == UInt8(ascii: "-") },
            length: 2...63,
            reason: "a server's name has 2 to 63 lower-case letters, digits and `-`, and begins with a letter")
        rawValue = text
    }

    package var description: String { rawValue }
}

/// The id of an OAuth client within its tenant.
package struct ClientID: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init(_ text: String) throws(InvalidName) {
        let allowed: (UInt8) -> Bool = { NameRule.isLetter($0) || NameRule.isDigit($0) || "-._~".utf8.contains($0) }
        try NameRule.require(
            text, first: allowed, rest: allowed, length: 1...200,
            reason: "a client's id has 1 to 200 letters, digits, `-`, `.`, `_` and `~`")
        rawValue = text
    }

    package var description: String { rawValue }
}

/// The name that a user signs in with.
package struct UserName: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init(_ text: String) throws(InvalidName) {
        let first: (UInt8) -> Bool = { NameRule.isLower($0) || NameRule.isDigit($0) }
        try NameRule.require(
            text, first: first, rest: { first($0) || "._@+-".utf8.contains($0) }, length: 1...128,
            reason: "a user's name has 1 to 128 lower-case letters, digits, `.`, `_`, `@`, `+` and `-`, and begins with a letter or digit")
        rawValue = text
    }

    package var description: String { rawValue }
}

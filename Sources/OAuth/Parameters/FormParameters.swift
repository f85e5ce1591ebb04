/// The parameters of an OAuth request, read strictly: repeated ones are an error (except `resource`), empty ones are absent, unknown ones are ignored
/// (OAuth 2.1 section 3.1 and 3.2).
package struct FormParameters: Sendable, Equatable {
    package static let byteLimit = 32 * 1024
    static let countLimit = 100

    private let values: [String: [String]]

    /// Reads `application/x-www-form-urlencoded` text, which is also what a query is.
    package init(parsing text: String) throws(OAuthError) {
        guard text.utf8.count <= Self.byteLimit else { throw OAuthError(.invalidRequest, "the request is too large") }
        var values: [String: [String]] = [:]
        var count = 0
        for pair in text.utf8.split(separator: UInt8(ascii: "&")) {
            count += 1
            guard count <= Self.countLimit else { throw OAuthError(.invalidRequest, "the request has too many parameters") }
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]), let value = parts.count == 2 ? Self.decoded(parts[1]) : "" else {
                throw OAuthError(.invalidRequest, "the request is not form-encoded UTF-8")
            }
            values[name, default: []].append(value)
        }
        self.values = values
    }

    /// The one value of a parameter; nil when it is absent or empty.
    package func value(_ name: String) throws(OAuthError) -> String? {
        guard let all = values[name] else { return nil }
        guard all.count == 1 else { throw OAuthError(.invalidRequest, "the parameter `\(name)` is repeated") }
        return all[0].isEmpty ? nil : all[0]
    }

    package func required(_ name: String) throws(OAuthError) -> String {
        guard let value = try value(name) else { throw OAuthError(.invalidRequest, "the parameter `\(name)` is missing") }
        return value
    }

    /// All values of the one parameter that may be repeated (RFC 8707 section 2).
    package func all(_ name: String) -> [String] {
        (values[name] ?? []).filter { !$0.isEmpty }
    }

    /// Throws for any parameter that is repeated, `resource` aside.
    func requireNoneRepeated() throws(OAuthError) {
        for (name, all) in values where all.count > 1 && name != "resource" {
            throw OAuthError(.invalidRequest, "the parameter `\(name.prefix(64))` is repeated")
        }
    }

    static func decoded(_ bytes: some Collection<UInt8>) -> String? {
        var result: [UInt8] = []
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "+"): result.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(hexDigit), let low = iterator.next().flatMap(hexDigit) else { return nil }
                result.append(high << 4 | low)
            default: result.append(byte)
            }
        }
        guard !result.contains(0) else { return nil }
        return String(validating: result, as: UTF8.self)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

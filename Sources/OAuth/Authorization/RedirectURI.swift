/// The one rule about where an authorization response may go (OAuth 2.1 section 4.1.1 and 8.4.2).
enum RedirectURI {
    private static let loopbackHosts: Set<String> = ["127.0.0.1", "[::1]", "localhost"]

    /// Exact equality; on loopback the port alone may differ, because a native application does not know it beforehand.
    static func matches(_ presented: String, registered: [String]) -> Bool {
        guard presented.utf8.count <= 2000, presented.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "\\") }) else {
            return false
        }
        return registered.contains { $0 == presented || isSameLoopback($0, presented) }
    }

    private static func isSameLoopback(_ registered: String, _ presented: String) -> Bool {
        guard let first = parts(registered), let second = parts(presented) else { return false }
        return first.host == second.host && first.rest == second.rest
    }

    /// Cuts `http://HOST[:PORT]REST` by hand: what a lenient parser makes of a hostile text is not what a browser makes of it.
    private static func parts(_ text: String) -> (host: String, rest: Substring)? {
        guard text.hasPrefix("http://") else { return nil }
        let afterScheme = text.dropFirst(7)
        guard let host = loopbackHosts.first(where: { afterScheme.hasPrefix($0) }) else { return nil }
        var rest = afterScheme.dropFirst(host.count)
        if rest.hasPrefix(":") {
            let port = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
            guard let number = Int(port), 1...65_535 ~= number else { return nil }
            rest = rest.dropFirst(1 + port.count)
        }
        guard rest.isEmpty || rest.hasPrefix("/") || rest.hasPrefix("?"), !rest.contains("#") else { return nil }
        return (host, rest)
    }

    /// The redirect URI with parameters added to its query, which is kept (OAuth 2.1 section 4.1.2).
    static func adding(_ parameters: [(String, String)], to uri: String) -> String {
        let text = parameters.map { "\($0)=\(encoded($1))" }.joined(separator: "&")
        return uri + (uri.contains("?") ? "&" : "?") + text
    }

    static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                result.unicodeScalars.append(UnicodeScalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return result
    }

    /// Scheme, host and port, for the page that names where the answer goes and for `form-action`.
    ///
    /// Of a registered redirect URI, which has these and no user part.
    static func origin(_ uri: String) -> String {
        let parts = uri.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return uri }
        return "\(parts[0])//" + parts[2].prefix { !"/?#".contains($0) }
    }
}

/// The headers of every page.
package enum PageHeaders {
    /// The one style sheet of all pages, by its SHA-256; a test compares it with the style sheet.
    static let styleHash = "dGzEVBUdr35NlP5eCbwHguU5aodGIT0TrS4k/NETb+Y="

    /// No scripts, no frames, nothing from elsewhere; forms go to this service, and after them to the client's origin, because Chromium holds
    /// the redirect after a form to the same rule.
    package static func security(redirectOrigin: String? = nil) -> [(name: String, value: String)] {
        let target = redirectOrigin.flatMap(formTarget).map { " \($0)" } ?? ""
        let policy =
            "default-src 'none'; style-src 'sha256-\(styleHash)'; form-action 'self'\(target); frame-ancestors 'none'; base-uri 'none'"
        return [
            // `same-origin` and not `no-referrer`: with that, browsers send `Origin: null` with the page's own form (Fetch section 3.2).
            ("content-security-policy", policy), ("x-frame-options", "DENY"), ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"), ("cache-control", "no-store"), ("cross-origin-opener-policy", "same-origin"),
        ]
    }

    /// What stands for an origin in a policy; nil for what is not an origin and could say more than that.
    ///
    /// A policy cannot name an IPv6 address (CSP3 section 2.3.1): for `[::1]` its scheme has to do.
    private static func formTarget(_ origin: String) -> String? {
        let isPlain = origin.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: ":/.-[]".utf8.contains(byte)
            }
        }
        guard isPlain, origin.hasPrefix("https://") || origin.hasPrefix("http://") else { return nil }
        return origin.contains("[") ? String(origin.prefix { $0 != "/" }) : origin
    }
}

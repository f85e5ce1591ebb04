/// The headers of every page.
package enum PageHeaders {
    /// No scripts, no frames, nothing from elsewhere; forms go to this service, and after them to the client's origin, because Chromium holds
    /// the redirect after a form to the same rule.
    package static func security(redirectOrigin: String? = nil) -> [(name: String, value: String)] {
        let target = redirectOrigin.map { " \($0)" } ?? ""
        let policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'\(target); frame-ancestors 'none'; base-uri 'none'"
        return [
            ("content-security-policy", policy), ("x-frame-options", "DENY"), ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"), ("cache-control", "no-store"), ("cross-origin-opener-policy", "same-origin"),
        ]
    }
}

import HTTPTypes
import OAuth
import Tokens

/// The cookie of a signed-in browser.
///
/// With https its name begins with `__Host-`, so that no other host and no unencrypted answer can have set it (RFC 6265bis §4.1.3.2).
/// `Lax` keeps it off forms that other sites post.
struct SessionCookie: Sendable {
    let isHTTPS: Bool

    private var name: String { isHTTPS ? "__Host-cardea_session" : "cardea_session" }

    func header(for browser: BrowserSession) -> String {
        "\(name)=\(browser.secret.exposed); Path=/; HttpOnly; SameSite=Lax" + (isHTTPS ? "; Secure" : "")
    }

    /// The value; nil when there is none or more than one.
    func value(in headers: HTTPFields) -> String? {
        let cookies = headers[values: .cookie].joined(separator: ";")
        let pairs: [Substring] = cookies.split(separator: ";").map { pair in pair.drop { $0 == " " } }
        let values = pairs.filter { $0.hasPrefix("\(name)=") }.map { $0.dropFirst(name.count + 1) }
        return values.count == 1 ? String(values[0]) : nil
    }
}

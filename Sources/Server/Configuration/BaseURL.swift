import Foundation

/// The address the world uses for a server: scheme, host and port, nothing after them.
///
/// Every issuer and resource URI is made from it and from nothing a request says, so a forged `Host` changes nothing.
package struct BaseURL: Hashable, Sendable, CustomStringConvertible {
    package let text: String
    package let isHTTPS: Bool
    package let isLoopback: Bool

    package init(parsing text: String, setting: String) throws(InvalidConfiguration) {
        let trimmed = text.hasSuffix("/") ? String(text.dropLast()) : text
        guard let parts = URLComponents(string: trimmed), let scheme = parts.scheme, ["http", "https"].contains(scheme),
            let host = parts.host, !host.isEmpty, host == host.lowercased(), parts.user == nil, parts.password == nil,
            parts.path.isEmpty, parts.query == nil, parts.fragment == nil
        else {
            throw InvalidConfiguration(
                "\(setting) is `\(text)`: write a scheme, a host in lower case and a port if needed, like `https://auth.example.com`")
        }
        self.text = trimmed
        isHTTPS = scheme == "https"
        isLoopback = ListenAddress.isLoopback(host)
    }

    package var description: String { text }

    /// `scheme://host[:port]`, as browsers put it into `Origin`.
    package var origin: String { text }
}

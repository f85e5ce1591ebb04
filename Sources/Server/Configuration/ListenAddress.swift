/// Where a server listens: an address of this machine and a port; port 0 takes a free one.
package struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    package let host: String
    package let port: Int

    /// Reads `127.0.0.1:8080`, `localhost:8080` or `[::1]:8080`.
    package init(parsing text: String) throws(InvalidConfiguration) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw InvalidConfiguration("`\(text)` is not an address to listen on: write it like `127.0.0.1:8080` or `[::1]:8080`")
        }
        let name = text[..<colon]
        let isBracketed = name.hasPrefix("[") && name.hasSuffix("]")
        let host = isBracketed ? name.dropFirst().dropLast() : name
        guard !host.isEmpty, isBracketed || !host.contains(":") else {
            throw InvalidConfiguration("`\(text)` is not an address to listen on: write it like `127.0.0.1:8080` or `[::1]:8080`")
        }
        self.host = String(host)
        self.port = Int(port)
    }

    /// Whether only this machine can reach it.
    package var isLoopback: Bool { Self.isLoopback(host) }

    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host == "[::1]" || host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." }
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

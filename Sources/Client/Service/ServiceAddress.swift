/// The service's base URL: `http` or `https`, a host, no query, no fragment, no user, no slash at the end.
public struct ServiceAddress: Hashable, Sendable, CustomStringConvertible {
    public let baseURL: String

    /// Nil when the text is something else.
    public init?(_ text: String) {
        let scheme = text.hasPrefix("https://") ? "https://" : text.hasPrefix("http://") ? "http://" : ""
        guard !scheme.isEmpty else { return nil }
        var rest = text.dropFirst(scheme.count)
        while rest.hasSuffix("/") { rest = rest.dropLast() }
        guard !rest.isEmpty, !rest.hasPrefix("/"), !rest.hasPrefix(":"),
            !rest.contains(where: { "?#@\\".contains($0) || $0.isWhitespace || !$0.isASCII })
        else { return nil }
        baseURL = scheme + rest
    }

    public var description: String { baseURL }
}

/// The id that ties the answers, logs and audit events of one request together.
public enum RequestID {
    public static let header = "X-Request-ID"
    public static let maximumLength = 512

    /// Whether a caller's id may be taken over: printable ASCII, since AuthZEN wants any id back (Authorization API 1.0 §10.1.3).
    /// Logs escape what they write, so it cannot forge a line.
    public static func isAcceptable(_ text: String) -> Bool {
        (1...maximumLength).contains(text.utf8.count) && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }
}

/// The scopes the service itself gives a meaning to.
public enum Scope {
    public static let evaluate = "access:evaluate"
    public static let readServers = "servers:read"
    public static let callTools = "tools:call"
}

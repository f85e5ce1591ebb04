/// The id that ties the answers, logs and audit events of one request together.
public enum RequestID {
    public static let header = "X-Request-ID"
    public static let maximumLength = 128

    /// Whether a caller's id may be taken over: letters, digits, `_`, `.` and `-`, so that it cannot forge a log line.
    public static func isAcceptable(_ text: String) -> Bool {
        guard (1...maximumLength).contains(text.utf8.count) else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
                true
            default:
                false
            }
        }
    }
}

/// The scopes the service itself gives a meaning to.
public enum Scope {
    public static let evaluate = "access:evaluate"
    public static let readServers = "servers:read"
    public static let callTools = "tools:call"
}

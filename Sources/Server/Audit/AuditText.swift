/// Texts from outside on their way into the audit: as they came, but never longer than a name can be.
enum AuditText {
    static let limit = 1000

    static func clipped(_ text: String) -> String {
        text.utf8.count <= limit ? text : String(text.prefix(limit / 4)) + "…"
    }

    static func reference(_ type: String, _ id: String) -> String {
        clipped("\(type):\(id)")
    }
}

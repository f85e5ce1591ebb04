/// Texts from outside on their way into the audit: as they came, but never longer than a name can be.
enum AuditText {
    static let limit = 1000

    static func clipped(_ text: String) -> String {
        text.utf8.count <= limit ? text : String(text.prefix(limit / 4)) + "…"
    }

    static func reference(_ type: String, _ id: String) -> String {
        // Put together at once: for texts this short the interpolation costs more than all else.
        let length = type.utf8.count + 1 + id.utf8.count
        guard length <= limit else { return clipped("\(type):\(id)") }
        return String(unsafeUninitializedCapacity: length) { bytes in
            let end = bytes.initialize(fromContentsOf: type.utf8)
            bytes.initializeElement(at: end, to: UInt8(ascii: ":"))
            return bytes[(end + 1)...].initialize(fromContentsOf: id.utf8)
        }
    }
}

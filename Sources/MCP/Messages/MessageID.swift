/// The id of a request: a string or an integer, echoed exactly as it came (JSON-RPC 2.0 §4).
package struct MessageID: Sendable, Equatable {
    package static let lengthLimit = 256
    package let text: JSONText

    /// Nil for everything else, null and fractions among it, and for ids that are only there to be large.
    package init?(_ text: JSONText) {
        guard text.bytes.count <= Self.lengthLimit, text.kind == .string || text.integer != nil else { return nil }
        self.text = text
    }
}

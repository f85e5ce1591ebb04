/// The place of an item in a list, as text: the number of its entity or node.
enum ListPosition {
    /// Reads what `text(of:)` wrote, and nothing else.
    static func parse(_ text: String?) throws(CheckFailure) -> UInt64? {
        guard let text else { return nil }
        guard let number = UInt64(text), sameBytes(self.text(of: number), text) else {
            throw CheckFailure(.invalidPosition, "send the position a page of this list named, unchanged")
        }
        return number
    }

    static func text(of number: UInt64) -> String { String(number) }
}

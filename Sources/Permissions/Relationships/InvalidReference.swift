/// A text that is not a reference, with what to change about it.
package struct InvalidReference: Error, Equatable, CustomStringConvertible {
    package let text: String
    package let reason: String

    /// Keeps a bounded part of the text, so that a hostile one does not travel on in messages and logs.
    init(text: some StringProtocol, reason: String) {
        self.text = String(text.prefix(120))
        self.reason = reason
    }

    package var description: String { "`\(text)`: \(reason)" }
}

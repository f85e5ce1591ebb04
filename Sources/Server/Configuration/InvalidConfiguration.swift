/// Why a server does not start: one sentence that says what to change.
package struct InvalidConfiguration: Error, Equatable, CustomStringConvertible {
    package let message: String

    package init(_ message: String) {
        self.message = message
    }

    package var description: String { message }
}

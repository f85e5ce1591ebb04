/// A regular expression that cannot be read; `message` says what to change.
struct InvalidPattern: Error, Hashable, Sendable {
    let message: String
}

/// The version this binary says it is.
enum Version {
    static let text = "0.1.0"
}

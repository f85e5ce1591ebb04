/// Why a part of a question could not be decided.
struct Shortfall: Hashable, Sendable {
    /// Different ones noted for one question; more would not help anybody.
    static let limit = 64

    let failure: CheckFailure
    /// The parameters without a value, when that is the reason.
    let missing: [String]
}

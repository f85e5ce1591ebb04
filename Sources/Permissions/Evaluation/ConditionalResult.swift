/// The answer to a question whose context may be incomplete. Only `allowed` is an allow.
package enum ConditionalResult: Equatable, Sendable {
    case allowed
    case denied
    /// The answer depends on parameters nobody gave; their names, sorted.
    case conditional(missing: [String])
    case failed(CheckFailure)
}

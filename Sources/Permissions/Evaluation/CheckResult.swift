/// The answer to a question. `failed` is no answer, and never an allow.
package enum CheckResult: Equatable, Sendable {
    case allowed
    case denied
    case failed(CheckFailure)
}

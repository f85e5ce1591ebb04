/// An answer with its reason.
package struct Explanation: Equatable, Sendable {
    package let result: CheckResult
    /// One bounded line without control characters, for an administrator: it names relationships that decided.
    package let reason: String
}

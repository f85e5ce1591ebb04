/// What came out of a store file's tests: one outcome for each assertion.
package struct StoreFileReport: Sendable {
    package let outcomes: [AssertionOutcome]

    package var failures: [AssertionOutcome] { outcomes.filter { !$0.passed } }

    package var passed: Bool { failures.isEmpty }
}

package struct AssertionOutcome: Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable, CaseIterable {
        case check
        case listObjects = "list_objects"
        case listUsers = "list_users"
    }

    package let test: String
    package let kind: Kind
    /// What was asked, such as `user:anne can_view document:1`.
    package let question: String
    package let expected: String
    /// What was answered, or `error: …`, which is never what was expected.
    package let got: String
    package let passed: Bool
    /// Why, when it is not what was expected.
    package let reason: String?

    package var description: String {
        guard !passed else { return "\(test): \(kind.rawValue) \(question): \(got)" }
        return "\(test): \(kind.rawValue) \(question): expected \(expected), got \(got)\(reason.map { "; \($0)" } ?? "")"
    }
}

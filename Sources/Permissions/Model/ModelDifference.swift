/// What changes from one model to another, one line for each change, in the order of the older model and then of the newer.
///
/// Parts of `or` and `and` in another order are no change, and neither are comments or the order of anything else.
package struct ModelDifference: Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable, CaseIterable {
        case added = "+"
        case removed = "-"
        case changed = "~"
    }

    package struct Change: Hashable, Sendable, CustomStringConvertible {
        package let kind: Kind
        /// What it is about: `type doc`, `relation doc#viewer`, `condition office_hours`, `schema`.
        package let subject: String
        package let detail: String?

        package var description: String { "\(kind.rawValue) \(subject)\(detail.map { ": \($0)" } ?? "")" }
    }

    package let changes: [Change]

    package init(from old: Model, to new: Model) {
        self.init(from: old.syntax, to: new.syntax)
    }

    init(from old: ModelSyntax, to new: ModelSyntax) {
        var comparison = ModelComparison()
        comparison.compare(old, new)
        changes = comparison.changes
    }

    package var isEmpty: Bool { changes.isEmpty }

    package var description: String { changes.map(\.description).joined(separator: "\n") }
}

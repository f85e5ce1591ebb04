/// What one question may cost. A question that reaches a limit fails; it is never allowed for that.
package struct CheckLimits: Hashable, Sendable {
    /// Steps below one another through relations that combine with `and` and `but not`. Chains of plain unions are walked
    /// without depth and count as work only.
    package var depth: Int
    /// Relationships looked at.
    package var work: Int
    /// Contextual relationships in one question.
    package var contextualRelationships: Int
    /// Relationships looked at by one list, the checks of its candidates included.
    package var listWork: Int
    /// Steps below one another through computed relations, parents and sets of subjects, counted as OpenFGA counts them; nil is
    /// without limit. A part that leads deeper fails, unless another part decides.
    package var dispatches: Int?

    package init(
        depth: Int, work: Int, contextualRelationships: Int = 100, listWork: Int = 10_000_000, dispatches: Int? = nil
    ) {
        self.depth = min(depth, CheckLimits.deepest)
        self.work = work
        self.contextualRelationships = contextualRelationships
        self.listWork = listWork
        self.dispatches = dispatches
    }

    /// Deep enough for every organisation chart, shallow enough for the smallest thread stack.
    package static let deepest = 200

    package static let standard = CheckLimits(depth: 100, work: 1_000_000)
}

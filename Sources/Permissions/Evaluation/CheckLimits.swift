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
    /// How long one question may take; looked at now and then, so that a question may take some milliseconds more.
    package var time: Duration
    /// How long one page of a list may take.
    package var listTime: Duration
    /// When all that a question is a part of has to be done.
    var deadline: ContinuousClock.Instant?
    /// Steps below one another through computed relations, parents and sets of subjects, counted as OpenFGA counts them; nil is
    /// without limit. A part that leads deeper fails, unless another part decides.
    package var dispatches: Int?

    package init(
        depth: Int, work: Int, contextualRelationships: Int = 100, listWork: Int = 10_000_000, time: Duration = .seconds(1),
        listTime: Duration = .seconds(10), dispatches: Int? = nil
    ) {
        self.depth = min(depth, CheckLimits.deepest)
        self.work = work
        self.contextualRelationships = contextualRelationships
        self.listWork = listWork
        self.time = time
        self.listTime = listTime
        self.dispatches = dispatches
    }

    /// Deep enough for every organisation chart, shallow enough for the smallest thread stack.
    package static let deepest = 200

    /// These limits for a whole that begins now.
    func begun(lasting time: Duration) -> CheckLimits {
        guard deadline == nil else { return self }
        var begun = self
        begun.deadline = ContinuousClock.now + time
        return begun
    }

    package static let standard = CheckLimits(depth: 100, work: 1_000_000)
}

extension CheckLimits {
    /// What a list is told that has reached one of these.
    func refusalOfList(_ kind: CheckFailure.Code) -> CheckFailure {
        switch kind {
        case .tooMuchTime:
            CheckFailure(.tooMuchTime, "the list needs more than \(listTime.milliseconds) milliseconds; ask for less at once")
        default: CheckFailure(.tooMuchWork, "the list needs more than \(listWork) steps; ask for less at once")
        }
    }
}

extension Duration {
    /// Whole milliseconds.
    package var milliseconds: Int { Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000) }
}

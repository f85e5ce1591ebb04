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
    package var milliseconds: Int
    /// How long one page of a list may take, or the questions of one request together.
    package var listMilliseconds: Int
    /// When all that a question is a part of has to be done. In numbers, since limits are compared for each question of a batch.
    var deadline: Int?
    /// Steps below one another through computed relations, parents and sets of subjects, counted as OpenFGA counts them; nil is
    /// without limit. A part that leads deeper fails, unless another part decides.
    package var dispatches: Int?

    package init(
        depth: Int, work: Int, contextualRelationships: Int = 100, listWork: Int = 10_000_000, milliseconds: Int = 1_000,
        listMilliseconds: Int = 10_000, dispatches: Int? = nil
    ) {
        self.depth = min(depth, CheckLimits.deepest)
        self.work = work
        self.contextualRelationships = contextualRelationships
        self.listWork = listWork
        self.milliseconds = milliseconds
        self.listMilliseconds = listMilliseconds
        self.dispatches = dispatches
    }

    /// Deep enough for every organisation chart, shallow enough for the smallest thread stack.
    package static let deepest = 200

    /// These limits for a whole that begins now. Each question in it has its own time, and no more than is left to all.
    package func begun(lasting milliseconds: Int) -> CheckLimits { begun(at: .now, lasting: milliseconds) }

    /// The same for what began a moment ago.
    package func begun(at moment: ContinuousClock.Instant, lasting milliseconds: Int) -> CheckLimits {
        guard deadline == nil else { return self }
        var begun = self
        begun.deadline = CheckLimits.nanoseconds(at: moment) + milliseconds * 1_000_000
        return begun
    }

    /// For the questions of one request: they begin now, and together may take as long as a page of a list.
    package func sharedByBatch() -> CheckLimits { begun(lasting: listMilliseconds) }

    /// Why no further question is answered; nil while there is time.
    package var exhaustion: CheckFailure? {
        guard let deadline, CheckLimits.now() >= deadline else { return nil }
        return CheckFailure(.tooMuchTime, "no time is left for the question; ask for less at once")
    }

    private static let start = ContinuousClock.now

    /// Nanoseconds since the first look at the clock.
    static func now() -> Int { nanoseconds(at: .now) }

    private static func nanoseconds(at moment: ContinuousClock.Instant) -> Int {
        let (seconds, attoseconds) = start.duration(to: moment).components
        return Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
    }

    package static let standard = CheckLimits(depth: 100, work: 1_000_000)
}

extension CheckLimits {
    /// What a list is told that has reached one of these.
    func refusalOfList(_ kind: CheckFailure.Code) -> CheckFailure {
        switch kind {
        case .tooMuchTime:
            CheckFailure(.tooMuchTime, "the list needs more than \(listMilliseconds) milliseconds; ask for less at once")
        default: CheckFailure(.tooMuchWork, "the list needs more than \(listWork) steps; ask for less at once")
        }
    }
}

/// What a part of a question came to.
enum Outcome: UInt8, Sendable {
    case no
    case yes
    /// Nothing but a circle was found: not allowed, and as good as a yes where it is taken away.
    case circle
    /// Could not be decided; never turns into a yes.
    case failed

    /// Both as parts of an `or`.
    @inline(__always)
    func or(_ other: Outcome) -> Outcome {
        if self == .yes || other == .yes { return .yes }
        if self == .failed || other == .failed { return .failed }
        return self == .circle || other == .circle ? .circle : .no
    }

    /// Both as parts of an `and`: a certain no beats a circle, and both beat a failure.
    @inline(__always)
    func and(_ other: Outcome) -> Outcome {
        if self == .no || other == .no { return .no }
        if self == .circle || other == .circle { return .circle }
        return self == .failed || other == .failed ? .failed : .yes
    }

    /// This `but not` the other. A circle in either part is not allowed and stays visible.
    @inline(__always)
    func butNot(_ other: Outcome) -> Outcome {
        if self == .no || self == .circle { return self }
        switch other {
        case .yes: return .no
        case .circle: return .circle
        case .failed: return .failed
        case .no: return self
        }
    }
}

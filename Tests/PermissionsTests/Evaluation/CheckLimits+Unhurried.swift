import Permissions

extension CheckLimits {
    /// The standard ones without one of time: what a question answers must not depend on how busy the machine is.
    static let unhurried = unhurried(depth: 100, work: 1_000_000)

    static func unhurried(depth: Int, work: Int) -> CheckLimits {
        CheckLimits(depth: depth, work: work, milliseconds: 600_000, listMilliseconds: 600_000)
    }
}

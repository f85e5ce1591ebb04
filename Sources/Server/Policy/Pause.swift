import Permissions

/// Lets other requests have the thread between the questions of a long batch.
struct Pause {
    private static let longest = Duration.milliseconds(2)

    private var start = ContinuousClock.now

    /// To be called between two questions.
    mutating func ifDue() async {
        guard start.duration(to: .now) > Self.longest else { return }
        await Task.yield()
        start = .now
    }
}

extension CheckBatch {
    /// All answers in the order of the questions, with pauses between them.
    mutating func answers() async -> [CheckResult] {
        var pause = Pause()
        var results: [CheckResult] = []
        while let result = next() {
            results.append(result)
            await pause.ifDue()
        }
        return results
    }
}

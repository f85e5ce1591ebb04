import Permissions

/// Lets other requests have the thread between the questions of a long batch.
struct Pause {
    /// Questions that are asked without one, where each is quick.
    private static let portion = 50
    private static let longest = Duration.milliseconds(2)

    private var start = ContinuousClock.now

    /// To be called between two questions.
    mutating func ifDue() async {
        guard start.duration(to: .now) > Self.longest else { return }
        await Task.yield()
        start = .now
    }

    /// All questions in their order, with pauses between portions of them. Within a portion they share what they have in common.
    static func checkMany(_ graph: Graph, _ questions: [Question]) async -> [CheckResult] {
        var pause = Pause()
        var results: [CheckResult] = []
        for start in stride(from: 0, to: questions.count, by: portion) {
            await pause.ifDue()
            results += graph.checkMany(Array(questions[start..<min(start + portion, questions.count)]))
        }
        return results
    }
}

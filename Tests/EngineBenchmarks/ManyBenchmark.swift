import Foundation
import Permissions

/// 50 questions in one batch against one question: of one user about many documents, and of many users.
enum ManyBenchmark {
    static func run(count: Int) throws {
        let checks = try CheckBenchmark(count: count)
        for kind in DriveGraph.Kind.allCases {
            let questions = checks.questions[kind] ?? []
            let users = (checks.pairs[kind] ?? []).map(\.user)
            let batches = (0..<200).map { batch -> [Question] in
                (0..<50).compactMap { try? checks.question(users[batch], checks.pairs[kind]?[batch * 50 + $0].document ?? 0) }
            }
            var allowed = 0
            let one = Measurement.median(runs: 101, callsPerRun: 50) { call in
                if checks.graph.check(questions[call % questions.count]) == .allowed { allowed += 1 }
            }
            let many = Measurement.median(runs: 101, callsPerRun: 4) { call in
                allowed += checks.graph.checkMany(batches[call % batches.count]).count { $0 == .allowed }
            }
            precondition(batches[0].count == 50 && allowed >= 0)
            Row("many").with("kind", kind.rawValue).with("relationships", checks.graph.relationshipCount)
                .with("oneMicroseconds", one).with("fiftyMicroseconds", many).with("ratio", many / one).print()
        }
    }
}

import Foundation
import Permissions
import Synchronization

/// How long checks take while another thread publishes 2,000 relationships a second, against the same checks alone.
enum WriteBenchmark {
    private final class Published: Sendable {
        let graph: Mutex<Graph>
        let isDone = Atomic(false)
        let count = Atomic(0)

        init(_ graph: Graph) { self.graph = Mutex(graph) }
    }

    static func run(count: Int) throws {
        let checks = try CheckBenchmark(count: count)
        let questions = DriveGraph.Kind.allCases.flatMap { (checks.questions[$0] ?? []).prefix(5_000) }
        let published = Published(checks.graph)
        func samples() -> [Double] {
            var allowed = 0
            return Measurement.samples(runs: 200_000, callsPerRun: 1) { call in
                let graph = published.graph.withLock { $0 }
                if graph.check(questions[(call &* 7_919) % questions.count]) == .allowed { allowed += 1 }
            }
        }
        _ = samples()
        let idle = samples()
        let drive = checks.drive
        let writer = Thread {
            let start = ContinuousClock.now
            var number = 0
            while !published.isDone.load(ordering: .relaxed) {
                let due = Int(start.duration(to: .now).microseconds / 500)
                while number < due {
                    let changes = (number..<min(due, number + 20)).compactMap { number -> RelationshipChange? in
                        guard let object = try? ObjectReference(type: "doc", id: drive.document(number % drive.documents)),
                            let subject = try? SubjectReference(type: "user", id: "new-\(number)")
                        else { return nil }
                        return .touch(Relationship(object: object, relation: "viewer", subject: subject))
                    }
                    let graph = published.graph.withLock { $0 }
                    let next = graph.applying(changes, at: Revision(rawValue: graph.revision.rawValue + 1))
                    published.graph.withLock { $0 = next }
                    number += changes.count
                    published.count.store(number, ordering: .relaxed)
                }
                usleep(500)
            }
        }
        writer.start()
        usleep(200_000)
        let written = published.count.load(ordering: .relaxed)
        let start = ContinuousClock.now
        let busy = samples() + samples() + samples()
        let seconds = start.duration(to: .now).microseconds / 1e6
        let rate = Double(published.count.load(ordering: .relaxed) - written) / seconds
        published.isDone.store(true, ordering: .relaxed)
        let sorted = busy.sorted()
        func quantile(_ values: [Double], _ share: Double) -> Double { values[Int(Double(values.count - 1) * share)] }
        Row("writes-beside-checks").with("relationships", count).with("writesPerSecond", rate)
            .with("idleP50", quantile(idle, 0.5)).with("busyP50", quantile(sorted, 0.5))
            .with("idleP99", quantile(idle, 0.99)).with("busyP99", quantile(sorted, 0.99))
            .with("ratioP99", quantile(sorted, 0.99) / quantile(idle, 0.99)).print()
    }
}

import CInstructionCounter
import Foundation
import Permissions

/// What a check may cost, in figures that no other load on the machine changes: instructions and allocated objects.
///
/// The limits lie about a third above what was measured when they were set; a check that needs more has lost something.
enum Thresholds {
    private static let calls = 5_000
    private static let limits: [DriveGraph.Kind: (numbers: Int, names: Int)] = [
        .direct: (numbers: 700, names: 2_800), .threeHops: (numbers: 5_000, names: 7_200), .miss: (numbers: 7_400, names: 9_500),
    ]

    /// Ends the process: with 1 when a check costs more than its limit.
    static func run(count: Int) throws -> Never {
        let checks = try CheckBenchmark(count: count)
        let counter = instruction_counter_open()
        if counter < 0 { Row("instructions").with("skipped", "this machine counts none").print() }
        var isWithin = true
        for kind in DriveGraph.Kind.allCases where counter >= 0 {
            guard let limit = limits[kind] else { continue }
            let asked = checks.questions[kind] ?? []
            let numbers = asked.compactMap { try? checks.graph.numbers(of: $0) }
            let expected: CheckResult = kind == .miss ? .denied : .allowed
            let byNumbers = try instructions(counter) { checks.graph.check(numbers[$0 % numbers.count], now: checks.now) == expected }
            let byNames = try instructions(counter) { checks.graph.check(asked[$0 % asked.count]) == expected }
            let isKept = byNumbers <= limit.numbers && byNames <= limit.names
            Row("instructions").with("kind", kind.rawValue).with("numbers", byNumbers).with("numbersLimit", limit.numbers)
                .with("names", byNames).with("namesLimit", limit.names).with("isWithin", isKept).print()
            isWithin = isWithin && isKept
        }
        checks.countAllocations(isWithin: isWithin)
    }

    /// Of one call.
    private static func instructions(_ counter: Int32, _ isRight: (Int) -> Bool) throws -> Int {
        for call in 0..<calls { precondition(isRight(call), "a wrong answer") }
        let before = instruction_counter_read(counter)
        var right = 0
        for call in 0..<calls where isRight(call) { right += 1 }
        let after = instruction_counter_read(counter)
        precondition(right == calls && before >= 0 && after > before, "nothing was counted")
        return Int(after - before) / calls
    }
}

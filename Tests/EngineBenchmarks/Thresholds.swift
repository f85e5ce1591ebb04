import Foundation
import Permissions

/// What a check may cost, in figures that no other load on the machine changes: instructions and allocated objects.
///
/// The limits lie about a third above what was measured when they were set; a check that needs more has lost something.
enum Thresholds {
    private static let calls = 5_000
    private static let limits: [(kind: DriveGraph.Kind, numbers: Int, names: Int)] = [
        (.direct, numbers: 700, names: 2_800), (.threeHops, numbers: 5_000, names: 7_200), (.miss, numbers: 7_400, names: 9_500),
    ]

    /// Ends the process: with 1 when a check costs more than its limit.
    static func run(count: Int) throws -> Never {
        let checks = try CheckBenchmark(count: count)
        var pieces: [() -> Void] = []
        for (kind, _, _) in limits {
            let asked = checks.questions[kind] ?? []
            let numbers = asked.compactMap { try? checks.graph.numbers(of: $0) }
            precondition(!asked.isEmpty && numbers.count == asked.count)
            let expected: CheckResult = kind == .miss ? .denied : .allowed
            pieces.append(warm { checks.graph.check(numbers[$0 % numbers.count], now: checks.now) == expected })
            pieces.append(warm { checks.graph.check(asked[$0 % asked.count]) == expected })
        }
        let (method, counts): (InstructionCount.Method, [Int])
        do throws(InstructionCount.Failed) {
            (method, counts) = try InstructionCount.of(pieces)
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
        var isWithin = true
        for (index, limit) in limits.enumerated() {
            let (numbers, names) = (counts[index * 2] / calls, counts[index * 2 + 1] / calls)
            let isKept = numbers <= limit.numbers && names <= limit.names
            Row("instructions").with("kind", limit.kind.rawValue).with("countedBy", method.rawValue)
                .with("numbers", numbers).with("numbersLimit", limit.numbers)
                .with("names", names).with("namesLimit", limit.names).with("isWithin", isKept).print()
            isWithin = isWithin && isKept
        }
        checks.countAllocations(isWithin: isWithin)
    }

    /// The calls as one piece of work, made once before.
    private static func warm(_ isRight: @escaping (Int) -> Bool) -> () -> Void {
        for call in 0..<calls { precondition(isRight(call), "a wrong answer") }
        return {
            var right = 0
            for call in 0..<calls where isRight(call) { right += 1 }
            precondition(right == calls, "a wrong answer")
        }
    }
}

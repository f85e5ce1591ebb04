import Foundation
import Testing

/// What mutations start from: one text on each line of a file in `Corpus`.
enum Corpus {
    static func lines(_ name: String) throws -> [String] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
            "Corpus")
        let text = try String(contentsOf: folder.appendingPathComponent(name + ".txt"), encoding: .utf8)
        return text.split(separator: "\n").map(String.init)
    }

    /// One seed is always the same and one new each time, of which a failure prints what repeats it. `CARDEA_FUZZ_ITERATIONS` sets how
    /// many mutations are tried, however long they take, and `CARDEA_FUZZ_SEED` chooses them.
    static func runs(_ test: String, usual: Int) -> [FuzzRun] {
        let environment = ProcessInfo.processInfo.environment
        let raised = environment["CARDEA_FUZZ_ITERATIONS"].flatMap { Int($0) }
        let chosen = environment["CARDEA_FUZZ_SEED"].flatMap { UInt64($0) }
        return (chosen.map { [$0] } ?? [0x5EED, .random(in: 0 ... .max)]).map { seed in
            print("fuzzing \(test): \(raised ?? usual) iterations, CARDEA_FUZZ_SEED=\(seed)")
            return FuzzRun(seed: seed, iterations: raised ?? usual, time: raised == nil ? .seconds(5) : nil)
        }
    }
}

/// One run over mutations, which ends after its iterations or its time, whichever comes first.
struct FuzzRun: CustomStringConvertible {
    let seed: UInt64
    let iterations: Int
    /// Nil: as long as it takes.
    let time: Duration?

    var description: String { "CARDEA_FUZZ_SEED=\(seed)" }

    /// How many iterations were run.
    func each(_ body: (inout SeededGenerator) throws -> Void) rethrows -> Int {
        var random = SeededGenerator(state: seed)
        let start = ContinuousClock.now
        for iteration in 0..<iterations {
            if let time, start.duration(to: .now) > time { return iteration }
            try body(&random)
        }
        return iterations
    }
}

/// SplitMix64: the same numbers from the same seed on every machine.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

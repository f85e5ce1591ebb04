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

    /// `CARDEA_FUZZ_ITERATIONS` raises how many mutations are tried, and `CARDEA_FUZZ_SEED` chooses them; without a seed a raised number
    /// starts from another one each time.
    static func generator(_ test: String, usual: Int) -> (iterations: Int, random: SeededGenerator) {
        let environment = ProcessInfo.processInfo.environment
        let raised = environment["CARDEA_FUZZ_ITERATIONS"].flatMap { Int($0) }
        let seed = environment["CARDEA_FUZZ_SEED"].flatMap { UInt64($0) } ?? (raised == nil ? 0x5EED : .random(in: 0 ... .max))
        let iterations = raised ?? usual
        print("fuzzing \(test): \(iterations) iterations, CARDEA_FUZZ_SEED=\(seed)")
        return (iterations, SeededGenerator(state: seed))
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

import Foundation

/// A run of random changes to good texts: bounded in number and in time, and repeatable by its seed.
///
/// `CARDEA_FUZZ_ITERATIONS` raises how many texts are tried and takes the bound of time away; `CARDEA_FUZZ_SEED` repeats one run.
package struct FuzzRun: Sendable, CustomStringConvertible {
    package let seed: UInt64

    private static let environment = ProcessInfo.processInfo.environment
    private static let raisedIterations = environment["CARDEA_FUZZ_ITERATIONS"].flatMap { Int($0) }

    /// A run that is the same each time, and one that is another each time.
    package static let all: [FuzzRun] = {
        if let seed = environment["CARDEA_FUZZ_SEED"].flatMap({ UInt64($0) }) { return [FuzzRun(seed: seed)] }
        return [FuzzRun(seed: 20_261_123), FuzzRun(seed: .random(in: 0 ... .max))]
    }()

    package var description: String { "CARDEA_FUZZ_SEED=\(seed)" }

    /// The texts of the run; `usual` is their number unless it is raised.
    package func texts(_ test: String, of mutation: TextMutation, usual: Int) -> some Sequence<[UInt8]> {
        let iterations = Self.raisedIterations ?? usual
        let end: ContinuousClock.Instant? = Self.raisedIterations == nil ? .now + .seconds(3) : nil
        print("fuzzing \(test): \(iterations) texts, \(self)")
        return sequence(state: (random: SeededNumbers(seed: seed), count: 0)) { state -> [UInt8]? in
            guard state.count < iterations, end.map({ $0 > .now }) ?? true else { return nil }
            state.count += 1
            return mutation.text(&state.random)
        }
    }

    /// What the changes start from: each file of a folder in `Corpus`.
    package static func corpus(_ folder: String) throws -> [[UInt8]] {
        let place = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Corpus/\(folder)")
        let names = try FileManager.default.contentsOfDirectory(atPath: place.path).sorted()
        return try names.map { Array(try Data(contentsOf: place.appendingPathComponent($0))) }
    }

    /// The same with a text on each line of one file.
    package static func corpus(lines file: String) throws -> [[UInt8]] {
        let place = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Corpus/\(file)")
        return try Data(contentsOf: place).split(separator: UInt8(ascii: "\n")).map(Array.init)
    }
}

/// SplitMix64: the same numbers from the same seed on every machine.
package struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

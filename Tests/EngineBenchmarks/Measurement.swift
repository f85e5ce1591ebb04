import Foundation

/// What the benchmarks measure with: time, allocations and resident memory.
enum Measurement {
    /// The times of one call, in microseconds, each the mean over a short run, ascending.
    static func samples(runs: Int, callsPerRun: Int, _ body: (Int) -> Void) -> [Double] {
        let clock = ContinuousClock()
        var samples: [Double] = []
        samples.reserveCapacity(runs)
        for run in 0..<runs {
            let elapsed = clock.measure { for call in 0..<callsPerRun { body(run &* callsPerRun &+ call) } }
            samples.append(elapsed.microseconds / Double(callsPerRun))
        }
        return samples.sorted()
    }

    static func median(runs: Int, callsPerRun: Int, _ body: (Int) -> Void) -> Double {
        samples(runs: runs, callsPerRun: callsPerRun, body)[runs / 2]
    }

    static func seconds(_ body: () throws -> Void) rethrows -> Double {
        let start = ContinuousClock.now
        try body()
        return start.duration(to: .now).microseconds / 1e6
    }

    /// Objects allocated meanwhile, once counting has begun.
    static func allocations(_ body: () -> Void) -> Int {
        let before = allocationCount
        body()
        return allocationCount - before
    }

    /// Bytes that the process holds.
    static func residentBytes() -> Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        let fields = text.split(separator: " ")
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4_096 : 0
    }

    /// The most bytes that the process has held.
    static func peakBytes() -> Int {
        guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
        else { return 0 }
        return (line.split(separator: " ").dropLast().last.flatMap { Int($0) } ?? 0) * 1_024
    }
}

extension Duration {
    var microseconds: Double { Double(components.seconds) * 1e6 + Double(components.attoseconds) / 1e12 }
}

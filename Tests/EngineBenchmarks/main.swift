import Foundation

// Each command prints one line of JSON per row; N is a number of relationships.

let commands: [(name: String, run: (Int) async throws -> Void)] = [
    ("checks", { try CheckBenchmark(count: $0).run() }),
    ("sqlite", { try SQLiteBenchmark.run(count: $0) }),
    ("memory", { try MemoryBenchmark.run(count: $0) }),
    ("load", { try await StoreBenchmarks.loading($0) }),
    ("import", { try await StoreBenchmarks.importing($0) }),
    ("audit", { try await AuditBenchmark.run(count: $0) }),
    ("group-commit", { _ in try await StoreBenchmarks.groupCommit() }),
    ("lists", { _ in try ListBenchmark.run() }),
    ("growth", { try GrowthBenchmark.run(count: $0) }),
    ("writes-beside-checks", { try WriteBenchmark.run(count: $0) }),
    ("many", { try ManyBenchmark.run(count: $0) }),
    ("cedar", { _ in try ApplicationBenchmark.run() }),
    // The last, since it ends the process.
    ("thresholds", { try Thresholds.run(count: $0) }),
]

let arguments = CommandLine.arguments.dropFirst()
let size = arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000_000
let chosen = commands.filter { arguments.first == "all" || arguments.first == $0.name }
if chosen.isEmpty {
    print("usage: EngineBenchmarks \(commands.map(\.name).joined(separator: " | ")) | all [N]")
    exit(2)
}
for command in chosen { try await command.run(size) }

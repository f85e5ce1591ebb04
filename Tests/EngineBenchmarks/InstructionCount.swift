import CInstructionCounter
import Foundation

/// Counts the instructions of pieces of work: by the processor where it is allowed to, else by running them a second time in callgrind.
enum InstructionCount {
    /// Why nothing was counted, and what to do about it.
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// How the figures came about, for the report.
    enum Method: String {
        case processor, callgrind
    }

    /// Set in the process that runs in callgrind; its value is no matter.
    private static let mark = "CARDEA_BENCHMARK_IN_CALLGRIND"

    /// Of each piece of work, in their order. Where the processor counts none, this program is started again with the same arguments in
    /// callgrind; that process comes here as well, runs the pieces, and ends.
    static func of(_ pieces: [() -> Void]) throws(Failed) -> (method: Method, counts: [Int]) {
        if ProcessInfo.processInfo.environment[mark] != nil {
            for piece in pieces { region(piece) }
            exit(0)
        }
        let counter = instruction_counter_open()
        if counter < 0 { return (.callgrind, try inCallgrind(count: pieces.count)) }
        var counts: [Int] = []
        for piece in pieces {
            let before = instruction_counter_read(counter)
            region(piece)
            let after = instruction_counter_read(counter)
            guard before >= 0, after > before else { throw Failed(description: "the processor's counter of instructions stands still") }
            counts.append(Int(after - before))
        }
        return (.processor, counts)
    }

    private static func region(_ piece: () -> Void) {
        withoutActuallyEscaping(piece) { escaping in
            var body = escaping
            withUnsafeMutablePointer(to: &body) { body in
                instruction_counter_region({ $0?.assumingMemoryBound(to: (() -> Void).self).pointee() }, body)
            }
        }
    }

    private static func inCallgrind(count: Int) throws(Failed) -> [Int] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("cardea-callgrind-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
            try start(in: folder)
            // One file for each time that the region was left, numbered from 1, and one for the end, with no cost.
            return try (1...count).map { try total(of: folder.appendingPathComponent("counted.\($0)")) }
        } catch let error as Failed {
            throw error
        } catch {
            throw Failed(description: "callgrind counted nothing: \(error)")
        }
    }

    private static func start(in folder: URL) throws {
        let program = folder.appendingPathComponent("program").path
        // Without what is there for debuggers, of which callgrind does not know the newer forms. Names of functions stay.
        let original = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        try run(["strip", "--strip-debug", "-o", program, original], in: folder, package: "binutils")
        let options = [
            "--tool=callgrind", "--callgrind-out-file=\(folder.path)/counted", "--collect-atstart=no",
            "--toggle-collect=instruction_counter_region", "--dump-after=instruction_counter_region",
        ]
        try run(["valgrind"] + options + [program] + CommandLine.arguments.dropFirst(), in: folder, package: "valgrind")
    }

    private static func run(_ command: [String], in folder: URL, package: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.environment = ProcessInfo.processInfo.environment.merging([mark: "1"]) { $1 }
        let log = folder.appendingPathComponent("log")
        guard FileManager.default.createFile(atPath: log.path, contents: nil) else {
            throw Failed(description: "cannot write to \(log.path)")
        }
        process.standardError = try FileHandle(forWritingTo: log)
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let said = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
            throw Failed(
                description: "the processor counts no instructions here, and '\(command[0])', which is needed then, ended with "
                    + "\(process.terminationStatus) (if it is missing: sudo apt-get install \(package)). It said: \(said.suffix(2_000))")
        }
    }

    /// The figure in the line `totals: N` of a file that callgrind wrote.
    private static func total(of file: URL) throws -> Int {
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let figure = lines.last { $0.hasPrefix("totals:") }?.dropFirst("totals:".count).trimmingCharacters(in: .whitespaces)
        guard let totals = figure.flatMap({ Int($0) }), totals > 0 else {
            throw Failed(description: "callgrind counted nothing in \(file.lastPathComponent)")
        }
        return totals
    }
}

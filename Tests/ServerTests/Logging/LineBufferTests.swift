import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Server

struct LineBufferTests {
    /// What was written, in pieces.
    final class Pieces: Sendable {
        private let written = Mutex<[String]>([])
        let arrived = DispatchSemaphore(value: 0)

        @Sendable func write(_ piece: [UInt8]) {
            written.withLock { $0.append(String(decoding: piece, as: UTF8.self)) }
            arrived.signal()
        }

        var all: [String] { written.withLock { $0 } }
    }

    @Test func `lines that can wait leave together, in their order, without being asked for`() {
        let pieces = Pieces()
        let lines = LineBuffer(pieces.write)
        for line in ["one\n", "two\n"] { lines.append(isUrgent: false) { $0 += line.utf8 } }
        #expect(pieces.arrived.wait(timeout: .now() + 10) == .success)
        lines.flush()
        #expect(pieces.all.joined() == "one\ntwo\n")
    }

    @Test func `an urgent line is written before its caller goes on, behind those that wait`() {
        let pieces = Pieces()
        let lines = LineBuffer(pieces.write)
        lines.append(isUrgent: false) { $0 += "one\n".utf8 }
        lines.append(isUrgent: true) { $0 += "two\n".utf8 }
        #expect(pieces.all.joined() == "one\ntwo\n")
    }

    @Test func `what waits is bounded: whoever adds more than that has it written`() {
        let pieces = Pieces()
        let lines = LineBuffer(pieces.write)
        let large = [UInt8](repeating: UInt8(ascii: "x"), count: LineBuffer.maximumWaiting)
        lines.append(isUrgent: false) { $0 += large }
        #expect(pieces.all.joined().utf8.count == LineBuffer.maximumWaiting)
    }

    @Test func `each line of many threads is there once and whole`() async {
        let pieces = Pieces()
        let lines = LineBuffer(pieces.write)
        await withTaskGroup(of: Void.self) { group in
            for thread in 0..<8 {
                group.addTask {
                    for index in 0..<500 { lines.append(isUrgent: index % 50 == 0) { $0 += "\(thread) \(index)\n".utf8 } }
                }
            }
        }
        lines.flush()
        let written = pieces.all.joined().split(separator: "\n").map(String.init)
        #expect(written.count == 4_000)
        for thread in 0..<8 {
            #expect(written.filter { $0.hasPrefix("\(thread) ") } == (0..<500).map { "\(thread) \($0)" })
        }
    }
}

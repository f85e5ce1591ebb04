import Foundation
import MCP

/// Answers the lines of standard input on standard output, one after the other, until the input ends.
struct LineServer {
    let server: ToolServer

    func run() async {
        var decoder = LineDecoder(limit: JSONLimits.standard.size)
        var session: ProtocolRevision?
        while true {
            let chunk = FileHandle.standardInput.availableData
            guard !chunk.isEmpty, let lines = try? decoder.decode(chunk) else { return }
            for line in lines {
                guard let answer = await server.respond(toLine: line, session: &session) else { continue }
                guard (try? FileHandle.standardOutput.write(contentsOf: Data(answer + [0x0A]))) != nil else { return }
            }
        }
    }
}

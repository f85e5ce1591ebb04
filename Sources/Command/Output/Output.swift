import API
import Foundation

/// Standard output in the format asked for.
struct Output {
    var format: OutputFormat

    /// Shows a body: as JSON exactly what the service answered, as a table what a person wants to see of it.
    func show<Body: Encodable>(_ body: Body, _ table: (Body) -> String) {
        switch format {
        case .json: Self.write(Self.json(body))
        case .table: Self.write(table(body))
        }
    }

    static func write(_ text: String) { write(Array(text.utf8)) }

    /// Ends the command where nothing more can be written: whoever reads has gone, which needs no words, or there is no room.
    static func write(_ bytes: [UInt8]) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        } catch {
            let reason = errno
            if reason != EPIPE { tell("error: cannot write to standard output: \(PrivateFile.reason(reason))") }
            Foundation.exit(3)
        }
    }

    /// A line for people on standard error; one that cannot be written is nothing to end for.
    static func tell(_ line: String) { tell(text: line + "\n") }

    static func tell(text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    static func json(_ body: some Encodable) -> String {
        guard let bytes = try? Wire.encodeIndented(body) else { return "{}\n" }
        return String(decoding: bytes, as: UTF8.self) + "\n"
    }

    /// JSON on one line, for streams of them.
    static func jsonLine(_ body: some Encodable) -> String {
        guard let bytes = try? Wire.encode(body) else { return "{}\n" }
        return String(decoding: bytes, as: UTF8.self) + "\n"
    }
}

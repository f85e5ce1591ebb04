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

    static func write(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
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

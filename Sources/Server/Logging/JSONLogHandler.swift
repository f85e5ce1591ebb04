import Foundation
import Glibc
import Logging
import Synchronization

/// Writes one JSON object a line to standard error.
///
/// Every value passes the escaping here, and long ones are cut, so that nothing a caller sent can forge a line or fill a disk.
struct JSONLogHandler: LogHandler {
    static let maximumValueLength = 1024

    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel: Logger.Level
    private let label: String
    private let write: @Sendable ([UInt8]) -> Void

    init(label: String, level: Logger.Level, write: @escaping @Sendable ([UInt8]) -> Void = StandardError.write) {
        self.label = label
        logLevel = level
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line = LogLine(time: Date(), level: event.level, source: label, message: event.message.description)
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { _, new in new } }
        if let own = event.metadata { all.merge(own) { _, new in new } }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) where key != "hb.request.id" {
            line.append(named: key, value.description)
        }
        if let error = event.error { line.append("error", String(describing: error)) }
        write(line.finished())
    }
}

/// One line of the log as it grows.
struct LogLine {
    /// What every line begins with, up to its time.
    static let beginning = Array("{\"time\":\"".utf8)
    /// What every line ends with.
    static let ending = Array("}\n".utf8)

    private var bytes: [UInt8]

    /// The line begins behind `earlier`, which is taken over.
    init(behind earlier: consuming [UInt8] = [], time: Date, level: Logger.Level, source: String, message: StaticString) {
        self.init(behind: consume earlier, time: time, level: level, source: source)
        append(plain: "\",\"message\":\"")
        append(plain: message)
        append(plain: "\"")
    }

    init(time: Date, level: Logger.Level, source: String, message: String) {
        self.init(behind: [], time: time, level: level, source: source)
        append(plain: "\"")
        append("message", message)
    }

    /// Up to the quote that ends the source.
    private init(behind earlier: consuming [UInt8], time: Date, level: Logger.Level, source: String) {
        bytes = consume earlier
        bytes.append(contentsOf: Self.beginning)
        LogTime.append(time, to: &bytes)
        append(plain: "\",\"level\":\"")
        bytes.append(contentsOf: level.rawValue.utf8)
        append(plain: "\",\"source\":\"")
        append(value: source)
    }

    /// A name that comes from outside.
    mutating func append(named key: String, _ value: String) {
        append(plain: ",\"")
        JSONText.append(key, limit: 64, to: &bytes)
        append(plain: "\":\"")
        append(value: value)
        append(plain: "\"")
    }

    mutating func append(_ key: StaticString, _ value: String) {
        appendName(key)
        append(plain: "\"")
        append(value: value)
        append(plain: "\"")
    }

    mutating func append(_ key: StaticString, _ number: Int) {
        appendName(key)
        DecimalText.append(number, to: &bytes)
    }

    /// In UTF-8.
    consuming func finished() -> [UInt8] {
        bytes.append(contentsOf: Self.ending)
        return bytes
    }

    private mutating func append(value: String) {
        JSONText.append(value, limit: JSONLogHandler.maximumValueLength, to: &bytes)
    }

    /// A name of our own, which needs no escaping.
    private mutating func appendName(_ key: StaticString) {
        append(plain: ",\"")
        append(plain: key)
        append(plain: "\":")
    }

    private mutating func append(plain text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }
}

/// Where log lines go.
enum StandardError {
    private static let lines = LineBuffer { writeBytes($0) }

    /// Writes at once, after whatever waits.
    @Sendable static func write(_ line: [UInt8]) {
        lines.append(isUrgent: true) { $0 += line }
    }

    /// Writes within milliseconds, together with other lines.
    @Sendable static func writeSoon(_ line: (inout [UInt8]) -> Void) {
        lines.append(isUrgent: false, line)
    }

    /// Writes what waits.
    static func flush() {
        lines.flush()
    }

    /// A log that cannot be written is given up, never the request.
    private static func writeBytes(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Glibc.write(STDERR_FILENO, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }
}

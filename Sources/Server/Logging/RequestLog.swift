import Foundation
import Hummingbird
import Logging
import Synchronization

/// One line per request: what was asked, how it ended, how long it took. Never the query, a header or a body: they hold secrets.
struct RequestLog: Sendable {
    let level: Logger.Level
    let source: String
    /// Takes a line: calls what it is given, once and at once, with the bytes that the line is put behind.
    let write: @Sendable (_ line: (inout [UInt8]) -> Void) -> Void

    /// The same for listeners that are asked every few seconds: failures only.
    var forOperations: RequestLog {
        RequestLog(level: max(level, .error), source: source, write: write)
    }

    func record(_ request: Request, route: String, status: Int, duration: Duration, requestID: String, cause: String?) {
        record(
            method: request.method.rawValue, path: request.uri.path, route: route, status: status, duration: duration, requestID: requestID,
            cause: cause)
    }

    func record(method: String, path: String, route: String, status: Int, duration: Duration, requestID: String, cause: String? = nil) {
        // A good status with a cause is an answer that broke off: the status was sent before.
        let lineLevel: Logger.Level = status >= 500 || status < 400 && cause != nil ? .error : .info
        guard lineLevel >= level else { return }
        let time = Date()
        write { bytes in
            // Taken over and given back: a second reference to what waits would have it copied for each line.
            var earlier: [UInt8] = []
            swap(&earlier, &bytes)
            var line = LogLine(behind: consume earlier, time: time, level: lineLevel, source: source, message: "request")
            line.append("request_id", requestID)
            line.append("method", method)
            line.append("route", route)
            line.append("path", path)
            line.append("status", status)
            line.append("duration_us", duration.microseconds)
            if let cause { line.append("cause", cause) }
            bytes = line.finished()
        }
    }

    /// The same for requests that differ from an earlier one in nothing else.
    func record(_ frame: RequestLineFrame, at time: Date, duration: Duration, requestID: String) {
        guard Logger.Level.info >= level else { return }
        write { bytes in
            bytes.append(contentsOf: LogLine.beginning)
            LogTime.append(time, to: &bytes)
            bytes.append(contentsOf: frame.beforeID)
            JSONText.append(requestID, limit: JSONLogHandler.maximumValueLength, to: &bytes)
            bytes.append(contentsOf: frame.behindID)
            DecimalText.append(duration.microseconds, to: &bytes)
            bytes.append(contentsOf: LogLine.ending)
        }
    }
}

/// What the lines about requests have in common that are asked and answered alike.
struct RequestLineFrame: Sendable {
    /// Between the time and the request's id.
    fileprivate let beforeID: [UInt8]
    /// Between the id and the duration.
    fileprivate let behindID: [UInt8]

    /// Cut out of a whole line, so that there is one place that says how lines look.
    init(_ log: RequestLog, method: String, path: String, route: String, status: Int) {
        let written = Mutex<[UInt8]>([])
        let whole = RequestLog(level: .info, source: log.source) { line in written.withLock { line(&$0) } }
        whole.record(method: method, path: path, route: route, status: status, duration: .zero, requestID: "")
        let line = written.withLock { $0 }
        let name = Array("\"request_id\":\"".utf8)
        let start = LogLine.beginning.count + LogTime.length
        let id = line.indices.first { line[$0...].starts(with: name) }.map { $0 + name.count } ?? line.count
        beforeID = Array(line[start..<id])
        behindID = Array(line[id...].dropLast(1 + LogLine.ending.count))
    }
}

extension Duration {
    var microseconds: Int {
        Int(components.seconds) * 1_000_000 + Int(components.attoseconds / 1_000_000_000_000)
    }
}

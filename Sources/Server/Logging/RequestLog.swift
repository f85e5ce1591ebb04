import Foundation
import Hummingbird
import Logging

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
}

extension Duration {
    var microseconds: Int {
        Int(components.seconds) * 1_000_000 + Int(components.attoseconds / 1_000_000_000_000)
    }
}

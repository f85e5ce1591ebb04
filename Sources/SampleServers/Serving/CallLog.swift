import Foundation
import MCP
import Synchronization

/// One line for each tool call that reached the server: when, which tool, with what.
final class CallLog: Sendable {
    private static let lineLimit = 2000
    private let file: Mutex<FileHandle?>

    init(path: String?) throws {
        guard let path else {
            file = Mutex(nil)
            return
        }
        if !FileManager.default.fileExists(atPath: path) {
            guard FileManager.default.createFile(atPath: path, contents: nil) else { throw CocoaError(.fileWriteUnknown) }
        }
        guard let handle = FileHandle(forWritingAtPath: path) else { throw CocoaError(.fileWriteNoPermission) }
        _ = try handle.seekToEnd()
        file = Mutex(handle)
    }

    func write(_ call: ToolCall) {
        let arguments = call.arguments?.description ?? "{}"
        let line = "\(Date().formatted(.iso8601)) \(call.name) \(arguments)".prefix(Self.lineLimit)
            .map { $0.isNewline ? " " : $0 }
        file.withLock { try? $0?.write(contentsOf: Data((String(line) + "\n").utf8)) }
    }
}

import Foundation

/// Files that tests write, each in a directory of its own.
enum TemporaryFile {
    static func directory() throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("cardea tests \(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    static func write(_ text: String, permissions: Int = 0o600) throws -> String {
        let path = try directory() + "/file"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
        return path
    }
}

import Foundation

/// Files and directories of one run; what is left of them goes with the process.
enum TemporaryFile {
    private static let root: String = {
        atexit { try? FileManager.default.removeItem(atPath: TemporaryFile.root) }
        return FileManager.default.temporaryDirectory.appendingPathComponent("cardea tests \(UUID().uuidString)").path
    }()

    static func directory() throws -> String {
        let path = root + "/" + UUID().uuidString
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

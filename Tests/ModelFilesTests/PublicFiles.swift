import Foundation

/// The public suites, read from `CARDEA_CONFORMANCE` or from `../shared/conformance` beside the repository.
enum PublicFiles {
    static let folder: URL? = {
        if let named = ProcessInfo.processInfo.environment["CARDEA_CONFORMANCE"] { return URL(fileURLWithPath: named, isDirectory: true) }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let beside = root.deletingLastPathComponent().appendingPathComponent("shared/conformance", isDirectory: true)
        return FileManager.default.fileExists(atPath: beside.path) ? beside : nil
    }()

    /// The bytes of a file, or nil after a notice when the suites are not there.
    static func data(_ path: String) throws -> Data? {
        guard let folder else {
            print("skipped: \(path), because neither CARDEA_CONFORMANCE nor ../shared/conformance exists")
            return nil
        }
        return try Data(contentsOf: folder.appendingPathComponent(path))
    }

    static func json(_ path: String) throws -> Any? {
        try data(path).map { try JSONSerialization.jsonObject(with: $0) }
    }

    static func files(in path: String) throws -> [String] {
        guard let folder else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(path).path).sorted()
    }
}

/// A directory for one test, removed afterwards.
func withDirectory<Result>(_ files: [String: String], _ body: (String) throws -> Result) throws -> Result {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("cardea-model-files-\(UUID().uuidString)", isDirectory: true)
    defer { try? FileManager.default.removeItem(at: root) }
    for (name, text) in files {
        let url = root.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }
    return try body(root.path)
}

import Foundation

/// The public JOSE vectors, which are data beside the repository and not part of it.
enum PublicSuite {
    /// The folder that `CARDEA_CONFORMANCE` names, or `../shared/conformance` seen from the repository's root.
    private static var folder: URL {
        if let path = ProcessInfo.processInfo.environment["CARDEA_CONFORMANCE"] { return URL(fileURLWithPath: path) }
        let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().pathComponents.dropLast(4)
        return URL(fileURLWithPath: NSString.path(withComponents: Array(root))).appendingPathComponent("../shared/conformance").standardized
    }

    /// Nil, with a printed notice, when the vectors are not on this machine.
    static func load(_ name: String) throws -> Data? {
        let file = folder.appendingPathComponent("jose").appendingPathComponent(name)
        guard FileManager.default.fileExists(atPath: file.path) else {
            print("notice: \(file.path) is not here; set CARDEA_CONFORMANCE to run its vectors")
            return nil
        }
        return try Data(contentsOf: file)
    }

    static func decode<Document: Decodable>(_ type: Document.Type, from name: String) throws -> Document? {
        try load(name).map { try JSONDecoder().decode(type, from: $0) }
    }
}

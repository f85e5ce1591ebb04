import Foundation

/// Notes, one line each, in the file `notes.jsonl` of a directory.
actor Notebook {
    struct Full: Error {}

    private static let capacity = 10_000

    private let file: URL
    private var texts: [String]

    init(directory: String) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        file = URL(filePath: directory).appending(path: "notes.jsonl")
        guard FileManager.default.fileExists(atPath: file.path()) else {
            texts = []
            return
        }
        texts = try Data(contentsOf: file).split(separator: 0x0A).map { try JSONDecoder().decode(String.self, from: $0) }
    }

    /// The newest last; as many as a model can read.
    func latest(_ count: Int) -> [String] {
        texts.suffix(count)
    }

    func add(_ text: String) throws -> Int {
        guard texts.count < Self.capacity else { throw Full() }
        let lines = try (texts + [text]).map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) + "\n" }
        try Data(lines.joined().utf8).write(to: file, options: .atomic)
        texts.append(text)
        return texts.count
    }
}

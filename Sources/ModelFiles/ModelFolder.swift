import Foundation

/// The files a store file or an `fga.mod` may name: those in one directory on disk and below it, or those given in memory.
package struct ModelFolder: Sendable {
    private enum Place: Sendable {
        case disk(URL)
        case memory([String: String])
    }

    private let place: Place

    /// The directory on disk. A name that leads out of it, by `..` or by a symbolic link, is refused.
    package init(directory: String) {
        place = .disk(URL(fileURLWithPath: directory, isDirectory: true).resolvingSymlinksInPath())
    }

    package init(files: [String: String]) {
        place = .memory(files)
    }

    /// The text of a file; `reference` has been made plain by `ModelFolder.plain`.
    func text(of reference: String, limit: Int) throws(InvalidModelFile) -> String {
        switch place {
        case .memory(let files):
            guard let text = files[reference] else { throw refuse(reference, "the file does not exist") }
            guard text.utf8.count <= limit else { throw refuse(reference, "shorten the file to at most \(limit) bytes") }
            return text
        case .disk(let root): return try read(reference, in: root, limit: limit)
        }
    }

    private func read(_ reference: String, in root: URL, limit: Int) throws(InvalidModelFile) -> String {
        let url = root.appendingPathComponent(reference).resolvingSymlinksInPath()
        let top = root.path.hasSuffix("/") ? root.path : root.path + "/"
        guard url.path.hasPrefix(top) else { throw refuse(reference, "the file is outside of `\(root.path)`; move it there") }
        let data: Data
        do {
            // Only a plain file has an end, and can be read without waiting.
            let kind = try FileManager.default.attributesOfItem(atPath: url.path)[.type] as? FileAttributeType
            guard kind == .typeRegular else { throw refuse(reference, "the file is not a plain file") }
            let handle = try FileHandle(forReadingFrom: url)
            defer { try? handle.close() }
            data = try handle.read(upToCount: limit + 1) ?? Data()
        } catch let error as InvalidModelFile {
            throw error
        } catch {
            throw refuse(reference, "the file cannot be read; check that it exists and may be read")
        }
        guard data.count <= limit else { throw refuse(reference, "shorten the file to at most \(limit) bytes") }
        guard let text = String(validating: data, as: UTF8.self) else { throw refuse(reference, "the file is not valid UTF-8") }
        return text
    }

    private func refuse(_ reference: String, _ message: String) -> InvalidModelFile {
        InvalidModelFile(problems: [FileProblem(file: reference, code: FileProblem.unreadable, message: message)])
    }

    /// A reference with `/` between its parts and no needless ones; nil when it is absolute or leads upwards.
    ///
    /// Escapes are decoded first, so that `%2e%2e%2f` is seen for what it is.
    static func plain(_ reference: String) -> String? {
        var text = reference
        for (escape, character) in [("%2e", "."), ("%2f", "/"), ("%5c", "/")] {
            text = text.replacingOccurrences(of: escape, with: character, options: .caseInsensitive)
        }
        text = text.replacingOccurrences(of: "\\", with: "/")
        guard !text.hasPrefix("/"), !text.utf8.contains(0) else { return nil }
        let parts = text.split(separator: "/").filter { $0 != "." }
        guard !parts.isEmpty, !parts.contains("..") else { return nil }
        return parts.joined(separator: "/")
    }

    /// The directory of a plain reference, with a `/` at its end unless it is empty.
    package static func directory(of reference: String) -> String {
        reference.lastIndex(of: "/").map { String(reference[...$0]) } ?? ""
    }
}

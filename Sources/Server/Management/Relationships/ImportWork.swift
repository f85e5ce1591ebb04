import API
import Foundation
import Permissions
import Store

/// One import under way: lines become relationships, and relationships portions that are committed.
struct ImportWork {
    /// Relationships that are handed to the importer at once.
    static let portion = 5_000

    private let importer: RelationshipImporter
    private let clock: @Sendable () -> Date
    private var splitter = LineSplitter()
    private var waiting: [Relationship] = []
    private var lineNumbers: [Int] = []
    private(set) var read = 0

    init(importer: RelationshipImporter, clock: @escaping @Sendable () -> Date) {
        self.importer = importer
        self.clock = clock
    }

    var progress: ImportProgress {
        let progress = importer.progress
        return ImportProgress(
            read: read, committed: progress.committedCount, changed: progress.changedCount, revision: progress.revision?.rawValue)
    }

    mutating func take(_ bytes: some Collection<UInt8>) async throws {
        do {
            for line in try splitter.split(bytes) { try await take(line) }
        } catch {
            try await stop(error)
        }
    }

    /// Takes the last line and commits what is left.
    mutating func finish() async throws {
        do {
            if let line = try splitter.finish() { try await take(line) }
            try await handOn()
        } catch {
            try await stop(error)
        }
        try await importer.finish(at: clock())
    }

    private mutating func take(_ line: LineSplitter.Line) async throws {
        guard !line.isBlank else { return }
        do {
            waiting.append(try Relationship(try RelationshipBody(line: line.bytes)))
        } catch {
            throw Self.refusal(error, line: line.number)
        }
        lineNumbers.append(line.number)
        read += 1
        if waiting.count >= Self.portion { try await handOn() }
    }

    private mutating func handOn() async throws {
        let (portion, numbers) = (waiting, lineNumbers)
        do {
            try await importer.append(portion, at: clock())
        } catch StoreError.invalidRelationship(let index, let refusal) where portion.indices.contains(index) {
            // Nothing of the portion was taken: what stands before the bad one is kept for `stop`.
            waiting = Array(portion[..<index])
            lineNumbers = Array(numbers[..<index])
            read -= portion.count - index
            throw Refusal(.invalidRelationship, "line \(numbers[index]): \(refusal.message)")
        }
        waiting = []
        lineNumbers = []
    }

    /// A bad line ends the import; the good ones before it are committed first, so that what is told is exact.
    private mutating func stop(_ error: any Error) async throws -> Never {
        if error is Refusal {
            if !waiting.isEmpty { try await importer.append(waiting, at: clock()) }
            waiting = []
            try await importer.finish(at: clock())
        }
        throw error
    }

    /// The error with what it leaves behind.
    func refusal(_ error: any Error) -> any Error {
        guard !(error is CancellationError) else { return error }
        let refusal = Refusal(for: error)
        guard refusal.code != .internalError else { return error }
        return Refusal(
            refusal.code,
            "\(refusal.message) (\(progress.committed) relationships before it are committed; send the same again once it is corrected)",
            headers: refusal.headers)
    }

    private static func refusal(_ error: any Error, line: Int) -> Refusal {
        let refusal = Refusal(for: error)
        return Refusal(refusal.code, "line \(line): \(refusal.message)")
    }
}

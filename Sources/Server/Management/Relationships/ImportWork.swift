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
    /// The lines of what is not committed yet, and how many relationships stand before those.
    private var lineNumbers: [Int] = []
    private var firstNumbered = 0
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
            try await importer.finish(at: clock())
        } catch {
            try await stop(error)
        }
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
        let committed = try await importer.append(waiting, at: clock()).committedCount
        waiting = []
        lineNumbers.removeFirst(committed - firstNumbered)
        firstNumbered = committed
    }

    /// A bad line ends the import; the good ones before it are committed first, so that what is told is exact.
    private mutating func stop(_ error: any Error) async throws -> Never {
        var error = error
        if case StoreError.invalidRelationship(let place, let refusal) = error { error = cut(at: place, refusal) }
        guard error is Refusal else { throw error }
        do {
            if !waiting.isEmpty { try await importer.append(waiting, at: clock()) }
            waiting = []
            try await importer.finish(at: clock())
        } catch let earlier as StoreError {
            // A model has come meanwhile that does not accept something from before; each time less is left.
            try await stop(earlier)
        }
        throw error
    }

    /// Forgets everything from a relationship on that the model does not accept, or not any more, and names its line.
    private mutating func cut(at place: Int, _ refusal: RelationshipRefusal) -> any Error {
        guard lineNumbers.indices.contains(place - firstNumbered) else {
            return StoreError.invalidRelationship(index: place, refusal: refusal)
        }
        let line = lineNumbers[place - firstNumbered]
        let handedOn = read - waiting.count
        importer.cut(at: place)
        waiting = Array(waiting.prefix(max(place - handedOn, 0)))
        lineNumbers = Array(lineNumbers.prefix(place - firstNumbered))
        read = place
        return Refusal(.invalidRelationship, "line \(line): \(refusal.message)")
    }

    /// Waits for what is being written when the work ends early, so that `progress` tells all that is committed.
    func settle() async {
        // A portion that fails is not committed; why is not what ended the work.
        try? await importer.settle()
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

import Foundation
import GRDB
import Permissions

/// The relationships of a tenant one after another, read from the table while they are asked for.
///
/// A row that cannot be read ends the sequence; `failure` must be looked at before what was made of it is used.
final class RelationshipRows: Sequence, IteratorProtocol {
    private let row: RawStatement
    private let tenant: TenantID
    private let interval: Int
    private let onProgress: (@Sendable (LoadProgress) -> Void)?
    private(set) var count = 0
    private(set) var failure: (any Error)?

    /// All rows, or those behind a key in the order of their keys.
    init(
        _ tenant: TenantID, after key: RelationshipKey? = nil, in database: Database, interval: Int = LoadProgress.interval,
        onProgress: (@Sendable (LoadProgress) -> Void)? = nil
    ) throws {
        self.interval = interval
        self.tenant = tenant
        self.onProgress = onProgress
        let names = RelationshipRow.keyColumns
        let behind = key == nil ? "" : " AND (\(names)) > (?, ?, ?, ?, ?, ?)"
        row = try RawStatement(
            "SELECT \(RelationshipRow.columns) FROM relationships WHERE tenant_id = ?\(behind) ORDER BY \(names)", in: database)
        row.bind(1, tenant.rawValue)
        let values = key.map { RelationshipCursor($0).values } ?? []
        for (index, value) in values.enumerated() { row.bind(Int32(index) + 2, value) }
    }

    deinit { row.reset() }

    func next() -> Relationship? {
        guard failure == nil else { return nil }
        do {
            return try step() ? try RelationshipRow.read(row) : nil
        } catch {
            failure = error
            return nil
        }
    }

    /// The graph of what is left. Most rows go from SQLite's page into the graph without a value for each in between.
    func graph(model: Model, revision: Revision) throws -> Graph {
        let assembly = GraphAssembly()
        var batch = RowBatch()
        var others: [Relationship] = []
        while try step() {
            guard RelationshipRow.isPlain(row) else {
                others.append(try RelationshipRow.read(row))
                continue
            }
            RelationshipRow.withTexts(row) { batch.append($0) }
            guard batch.isFull else { continue }
            assembly.append(batch)
            batch = RowBatch()
        }
        if !batch.isEmpty { assembly.append(batch) }
        return try assembly.graph(others, model: model, revision: revision)
    }

    private func step() throws -> Bool {
        guard try row.step() else {
            if count >= Swift.min(LoadProgress.smallest, interval) { report(isComplete: true) }
            return false
        }
        count += 1
        if count % interval == 0 || count == LoadProgress.smallest { report(isComplete: false) }
        return true
    }

    private func report(isComplete: Bool) {
        onProgress?(LoadProgress(tenant: tenant, relationshipCount: count, isComplete: isComplete))
    }
}

/// How far a tenant's graph has been read from the disk.
package struct LoadProgress: Sendable, Equatable {
    /// A report comes each time so many relationships have been read.
    package static let interval = 1_000_000
    /// Of a tenant with fewer there is no report; of others the first comes here.
    package static let smallest = 10_000

    package let tenant: TenantID
    package let relationshipCount: Int
    /// Whether all have been read.
    package let isComplete: Bool
}

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

    init(
        _ tenant: TenantID, in database: Database, interval: Int = LoadProgress.interval,
        onProgress: (@Sendable (LoadProgress) -> Void)? = nil
    ) throws {
        self.interval = interval
        self.tenant = tenant
        self.onProgress = onProgress
        row = try RawStatement("SELECT \(RelationshipRow.columns) FROM relationships WHERE tenant_id = ?", in: database)
        row.bind(1, tenant.rawValue)
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

    /// Appends what is left. Most rows are like the one before, and go from SQLite's page into the graph without a value in between.
    func append(to graph: inout GraphBuilder) throws {
        while try step() {
            if RelationshipRow.isPlain(row), RelationshipRow.withTexts(row, { graph.append($0) }) { continue }
            graph.append(try RelationshipRow.read(row))
        }
    }

    private func step() throws -> Bool {
        guard try row.step() else { return false }
        count += 1
        if count % interval == 0 { onProgress?(LoadProgress(tenant: tenant, relationshipCount: count)) }
        return true
    }
}

/// How far a tenant's graph has been read from the disk.
package struct LoadProgress: Sendable, Equatable {
    /// A report comes each time so many relationships have been read.
    package static let interval = 1_000_000

    package let tenant: TenantID
    package let relationshipCount: Int
}

import Foundation
import GRDB
import Permissions

/// The stored relationships that have not expired and that a model does not accept, at one revision.
struct ModelConflicts: Sendable {
    let revision: Revision
    /// In the order of their key, as many as were to be kept.
    let relationships: [Relationship]
    let count: Int

    /// How many a refusal names.
    static let shownLimit = 20

    /// Reads every relationship of the tenant; counts all conflicts, and keeps so many.
    static func find(
        _ model: Model, _ tenant: TenantID, keeping limit: Int = shownLimit, at time: Date, in database: Database
    ) throws -> ModelConflicts {
        let revision = try Store.revision(tenant, in: database)
        let rows = try RelationshipRows(tenant, in: database)
        var found: [Relationship] = []
        var count = 0
        for relationship in rows where relationship.exists(at: time) && model.refusal(of: relationship) != nil {
            count += 1
            if found.count < limit { found.append(relationship) }
        }
        if let failure = rows.failure { throw failure }
        return ModelConflicts(revision: revision, relationships: found, count: count)
    }

    /// So many more behind a page, counted as they were with the first.
    static func find(
        _ model: Model, _ tenant: TenantID, behind page: ConflictCursor, keeping limit: Int, at time: Date, in database: Database
    ) throws -> ModelConflicts {
        let revision = try Store.revision(tenant, in: database)
        if page.revision != revision { throw StoreError.revisionPassed(page.revision, present: revision) }
        let rows = try RelationshipRows(tenant, after: page.key, in: database)
        var found: [Relationship] = []
        while found.count < limit, let relationship = rows.next() {
            if relationship.exists(at: time), model.refusal(of: relationship) != nil { found.append(relationship) }
        }
        if let failure = rows.failure { throw failure }
        return ModelConflicts(revision: revision, relationships: found, count: page.count)
    }

    /// For whoever keeps them: nothing is read.
    static func none(_ tenant: TenantID, in database: Database) throws -> ModelConflicts {
        ModelConflicts(revision: try Store.revision(tenant, in: database), relationships: [], count: 0)
    }

    var refusal: StoreError {
        .modelConflict(relationships.prefix(Self.shownLimit).map(\.description), total: count)
    }
}

import Foundation
import GRDB
import Permissions

/// The stored relationships that have not expired and that a model does not accept, at one revision.
struct ModelConflicts: Sendable {
    let revision: Revision
    /// In the order of their key, as many as were to be kept.
    let relationships: [Relationship]
    let count: Int

    /// Which of them are kept; all are counted.
    struct Kept {
        var limit: Int
        /// Only those behind this one.
        var after: RelationshipKey?

        static let all = Kept(limit: .max)
        static let shown = Kept(limit: ModelConflicts.shownLimit)
    }

    /// How many a refusal names.
    static let shownLimit = 20

    /// Reads every relationship of the tenant.
    static func find(
        _ model: Model, _ tenant: TenantID, keeping kept: Kept, at time: Date, in database: Database
    ) throws -> ModelConflicts {
        let revision = try Store.revision(tenant, in: database)
        let rows = try RelationshipRows(tenant, in: database)
        var found: [Relationship] = []
        var count = 0
        for relationship in rows where relationship.exists(at: time) && model.refusal(of: relationship) != nil {
            count += 1
            guard found.count < kept.limit, kept.after.map({ $0.stands(before: relationship.key) }) ?? true else { continue }
            found.append(relationship)
        }
        if let failure = rows.failure { throw failure }
        return ModelConflicts(revision: revision, relationships: found, count: count)
    }

    /// For whoever keeps them: nothing is read.
    static func none(_ tenant: TenantID, in database: Database) throws -> ModelConflicts {
        ModelConflicts(revision: try Store.revision(tenant, in: database), relationships: [], count: 0)
    }

    var refusal: StoreError {
        .modelConflict(relationships.prefix(Self.shownLimit).map(\.description), total: count)
    }
}

extension RelationshipKey {
    /// In the order of the table, which is that of the bytes of its columns.
    fileprivate func stands(before other: RelationshipKey) -> Bool {
        for (own, its) in zip(RelationshipCursor(self).values, RelationshipCursor(other).values) where own != its {
            return own.utf8.lexicographicallyPrecedes(its.utf8)
        }
        return false
    }
}

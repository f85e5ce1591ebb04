import Foundation
import GRDB
import Permissions

/// The stored relationships that have not expired and that a model does not accept, at one revision.
struct ModelConflicts: Sendable {
    let revision: Revision
    /// In the order of their key, as many as were to be kept.
    let relationships: [Relationship]
    let count: Int

    /// Reads every relationship of the tenant, and keeps as many conflicts as a list shows, or all of them.
    static func find(
        _ model: Model, _ tenant: TenantID, keepingAll: Bool = false, at time: Date, in database: Database
    ) throws -> ModelConflicts {
        let revision = try Store.revision(tenant, in: database)
        let rows = try RelationshipRows(tenant, in: database)
        var found: [Relationship] = []
        var count = 0
        for relationship in rows where relationship.exists(at: time) && model.refusal(of: relationship) != nil {
            count += 1
            if keepingAll || count <= ModelPlan.listLimit { found.append(relationship) }
        }
        if let failure = rows.failure { throw failure }
        return ModelConflicts(revision: revision, relationships: found, count: count)
    }

    /// For whoever keeps them: nothing is read.
    static func none(_ tenant: TenantID, in database: Database) throws -> ModelConflicts {
        ModelConflicts(revision: try Store.revision(tenant, in: database), relationships: [], count: 0)
    }

    var plan: ModelPlan {
        ModelPlan(conflicts: Array(relationships.prefix(ModelPlan.listLimit)), conflictCount: count, revision: revision)
    }

    var refusal: StoreError {
        .modelConflict(relationships.prefix(ModelPlan.listLimit).map(\.description), total: count)
    }
}

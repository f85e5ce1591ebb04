import GRDB
import Permissions

/// The stored relationships that a model does not accept, at one revision.
struct ModelConflicts: Sendable {
    let revision: Revision
    let relationships: [Relationship]

    /// Reads every relationship of the tenant.
    static func find(_ model: Model, _ tenant: TenantID, in database: Database) throws -> ModelConflicts {
        let revision = try Store.revision(tenant, in: database)
        let rows = try RelationshipRows(tenant, in: database)
        var found: [Relationship] = []
        for relationship in rows where model.refusal(of: relationship) != nil { found.append(relationship) }
        if let failure = rows.failure { throw failure }
        return ModelConflicts(revision: revision, relationships: found)
    }

    var plan: ModelPlan {
        ModelPlan(conflicts: Array(relationships.prefix(ModelPlan.listLimit)), conflictCount: relationships.count)
    }

    var refusal: StoreError {
        .modelConflict(relationships.prefix(ModelPlan.listLimit).map(\.description), total: relationships.count)
    }
}

package import Foundation
import GRDB
package import Permissions

extension Store {
    /// What `writeModel` would refuse or delete, a page of it: `revisionPassed` when something was written since the page before,
    /// `invalidCursor` for one of another tenant or model.
    ///
    /// For the first page every relationship is read, so few do this at a time: `busy` for one more.
    package func planModel(
        _ tenant: TenantID, _ model: Model, after cursor: String? = nil, limit: Int = 100, at time: Date
    ) async throws -> ModelPlan {
        let start = try cursor.map { try ConflictCursor(parsing: $0, of: tenant, model) }
        let permit = try modelReadings.take()
        defer { withExtendedLifetime(permit) {} }
        let found = try await pool.reading { database in
            // One more than is asked for tells whether there is a next page.
            if let start { return try ModelConflicts.find(model, tenant, behind: start, keeping: limit + 1, at: time, in: database) }
            return try ModelConflicts.find(model, tenant, keeping: limit + 1, at: time, in: database)
        }
        let page = Array(found.relationships.prefix(limit))
        let end = found.relationships.count > limit ? page.last : nil
        return ModelPlan(
            conflicts: page, conflictCount: found.count, revision: found.revision,
            next: try end.map { try ConflictCursor($0.key, at: found.revision, count: found.count).text(of: tenant, model) })
    }

    /// Puts a model in force; refused with the list when stored relationships would become invalid.
    package func writeModel(_ tenant: TenantID, _ model: Model, at time: Date) async throws -> StoredModel {
        try await writeModel(tenant, model, removing: false, at: time).model
    }

    /// Puts a model in force. Relationships that it does not accept are deleted in the same transaction with `removing`, and make it
    /// refused without.
    ///
    /// With `keepingInvalid` they stay and do not count, as long as no model accepts them again. With the revision of a plan, nothing
    /// happens but what the plan said: refused when something has been written since.
    package func writeModel(
        _ tenant: TenantID, _ model: Model, removing: Bool, keepingInvalid: Bool = false, onlyAt planned: Revision? = nil, at time: Date
    ) async throws -> ModelChange {
        try await graphs.keeping(tenant) {
            let known = try await graph(tenant)
            // Reading every row takes long, so it happens beside the writer; only when something was written meanwhile, it reads again.
            let kept = removing ? Int.max : ModelConflicts.shownLimit
            let permit = keepingInvalid ? nil : try modelReadings.take()
            let found = try await pool.reading { database in
                if keepingInvalid { return try ModelConflicts.none(tenant, in: database) }
                return try ModelConflicts.find(model, tenant, keeping: kept, at: time, in: database)
            }
            withExtendedLifetime(permit) {}
            if !removing, found.count > 0 { throw found.refusal }
            let change = try await write { [graphs] database in
                let before = try Self.revision(tenant, in: database)
                if let planned, planned != before { throw StoreError.revisionPassed(planned, present: before) }
                let isCurrent = found.revision == before || keepingInvalid
                let conflicts =
                    isCurrent ? found : try ModelConflicts.find(model, tenant, keeping: kept, at: time, in: database)
                guard removing || conflicts.count == 0 else { throw conflicts.refusal }
                var base = graphs.graph(tenant) ?? known
                if base.revision != before { base = try GraphLoader.load(tenant, from: database) }
                let revision = Revision(rawValue: before.rawValue + 1)
                let deletions = conflicts.relationships.map { RelationshipChange.delete($0.key) }
                try Self.delete(conflicts.relationships, of: tenant, revision: revision, at: time, in: database)
                let stored = try Self.insert(model, of: tenant, at: time, in: database)
                try Self.setRevision(revision, of: tenant, in: database)
                let graph = base.applying(deletions, at: revision).replacing(model: model, at: revision)
                // INVARIANT: published by the writer itself, right after its commit: the next writer finds it, and a caller who was
                // cancelled meanwhile leaves no graph behind that is older than the disk.
                database.afterNextTransaction { _ in graphs.publish(graph, for: tenant) }
                return ModelChange(
                    model: stored, revision: revision, removed: Array(conflicts.relationships.prefix(ModelChange.listLimit)),
                    removedCount: conflicts.count)
            }
            signals.send(change.revision, of: tenant)
            return change
        }
    }

    private static func insert(_ model: Model, of tenant: TenantID, at time: Date, in database: Database) throws -> StoredModel {
        let number = try Int(currentModel(tenant, in: database).id).map { $0 + 1 } ?? 1
        try database.execute(
            sql: "INSERT INTO models (tenant_id, number, source, created_at) VALUES (?, ?, ?, ?)",
            arguments: [tenant.rawValue, number, model.source, Column.time(time)])
        return StoredModel(id: String(number), source: model.source, createdAt: time)
    }

    private static func delete(
        _ relationships: [Relationship], of tenant: TenantID, revision: Revision, at time: Date, in database: Database
    ) throws {
        var table = try RelationshipTable(database)
        for (position, relationship) in relationships.enumerated() {
            try table.delete(relationship.key, of: tenant)
            try table.append(.delete(relationship.key), of: tenant, revision: revision, position: position, at: Column.time(time))
        }
    }
}

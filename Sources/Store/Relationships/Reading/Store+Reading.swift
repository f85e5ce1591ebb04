package import Foundation
import GRDB
package import Permissions

extension Store {
    /// The newest revision of the tenant, answered once checks know of it.
    package func revision(_ tenant: TenantID) async throws -> Revision {
        let revision = try await pool.reading { try Self.revision(tenant, in: $0) }
        try await waitUntilPublished(revision, of: tenant)
        return revision
    }

    /// Relationships that have not expired, in the order of their key; `after` is the `next` of the page before.
    package func relationships(
        _ tenant: TenantID, matching filter: RelationshipFilter, after: String?, limit: Int, at time: Date
    ) async throws -> Page<Relationship> {
        let page = try await writtenRelationships(tenant, matching: filter, after: after, limit: limit, at: time)
        return Page(items: page.items.map(\.relationship), next: page.next)
    }

    /// The same with the time at which each was written.
    package func writtenRelationships(
        _ tenant: TenantID, matching filter: RelationshipFilter, after: String?, limit: Int, at time: Date
    ) async throws -> Page<WrittenRelationship> {
        if let count = filter.relations?.count, count > RelationshipFilter.relationLimit {
            throw StoreError.tooMany("a filter names at most \(RelationshipFilter.relationLimit) relations; this one names \(count)")
        }
        let limit = min(max(limit, 1), 1000)
        let cursor = try after.map { text throws(StoreError) in try RelationshipCursor(parsing: text, of: tenant, filter) }
        let found = try await rows(tenant, matching: filter, after: cursor, limit: limit + 1, at: time)
        let items = Array(found.prefix(limit))
        let next = found.count > limit ? try items.last.map { try RelationshipCursor($0.relationship.key).text(of: tenant, filter) } : nil
        return Page(items: items, next: next)
    }

    private func rows(
        _ tenant: TenantID, matching filter: RelationshipFilter, after cursor: RelationshipCursor?, limit: Int, at time: Date
    ) async throws -> [WrittenRelationship] {
        let selection = RelationshipSelection(filter, of: tenant, after: cursor, at: time, limit: limit)
        guard let pattern = filter.key else { return try await published(selection, of: tenant) }
        for attempt in 1...Self.attemptLimit {
            _ = try await graph(tenant)
            let found = try await pool.reading { [graphs] database -> [WrittenRelationship]? in
                // INVARIANT: the graph tells which rows there are only where it holds what this transaction sees, no more and no less.
                let revision = try Self.revision(tenant, in: database)
                guard let graph = graphs.graph(tenant), graph.revision == revision else { return nil }
                guard graph.findsSooner(pattern) else { return try selection.read(from: database) }
                return try RelationshipSelection.read(
                    graph.keys(pattern, at: time, after: cursor?.key, limit: limit), of: tenant, from: database)
            }
            if let found { return found }
            // A write has been committed and not published yet, or the other way round.
            if attempt < Self.attemptLimit { try await Task.sleep(for: .milliseconds(1)) }
        }
        // Slower where little matches, and right whatever is written.
        return try await published(selection, of: tenant)
    }

    /// What the table holds, once checks know of all of it.
    private func published(_ selection: RelationshipSelection, of tenant: TenantID) async throws -> [WrittenRelationship] {
        let (revision, found) = try await pool.reading { (try Self.revision(tenant, in: $0), try selection.read(from: $0)) }
        try await waitUntilPublished(revision, of: tenant)
        return found
    }

    private static let attemptLimit = 20
}

import API
import Hummingbird
import Permissions
import Store

/// The relationships of a tenant: read in pages, written all or none.
struct RelationshipEndpoints: Sendable {
    let authority: Authority
    let gate: AdministratorGate

    func mount(on site: inout Site) {
        site.on(.get, .relationships, list)
        site.on(.post, .relationships, write)
        site.on(.post, .relationshipDeletion, delete)
    }

    @Sendable private func list(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        let query = try Query(request, known: Freshness.parameters.union(["object", "relation", "subject", "after", "limit"]))
        let filter = RelationshipFilter(
            object: try query["object"].map { text throws(InvalidReference) in try ObjectReference(parsing: text) },
            relation: try query["relation"].map { text throws(InvalidReference) in try ReferenceRules.checked(relation: text) },
            subject: try query["subject"].map { text throws(InvalidReference) in try SubjectReference(parsing: text) })
        // Read before the page, so the page is at least as new as the revision it names.
        _ = try await Freshness(query).settle(entry.tenant, in: authority.store)
        let revision = try await authority.store.revision(entry.tenant)
        let page = try await authority.store.relationships(
            entry.tenant, matching: filter, after: query["after"], limit: try query.limit(), at: authority.clock())
        return try Answer.json(
            RelationshipPage(items: page.items.map(RelationshipBody.init), next: page.next, revision: revision.rawValue))
    }

    @Sendable private func write(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        let bytes = try await request.jsonBytes(upTo: BodyLimit.management, exchange)
        let body = try Wire.decodeStrictly(RelationshipChanges.self, from: bytes)
        let updates = try RelationshipUpdate.list(body)
        // Deleting what is not there has never been an error here; creating what is there is one unless it is said otherwise.
        let mode = WriteMode(onDuplicate: (body.onDuplicate ?? .error).answer, onMissing: (body.onMissing ?? .ignore).answer)
        let preconditions = try body.preconditions.map { try Precondition($0) }
        let revision: Revision
        do {
            revision = try await authority.store.write(
                entry.tenant, updates: updates, mode: mode, preconditions: preconditions, at: authority.clock())
        } catch let error as StoreError {
            guard let index = error.updateIndex else { throw error }
            let place = updates.count > 1 ? RelationshipUpdate.place(index, in: body) : nil
            throw Refusal(error, message: error.message(at: place))
        }
        authority.metrics.countRelationships(body.touch.count + body.create.count, "written")
        authority.metrics.countRelationships(body.delete.count, "deleted")
        try await record(body, revision: revision, entry)
        return try Answer.json(RevisionBody(revision: revision.rawValue))
    }

    @Sendable private func delete(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        let bytes = try await request.jsonBytes(upTo: BodyLimit.management, exchange)
        let body = try Wire.decodeStrictly(RelationshipDeletionBody.self, from: bytes)
        let limit = body.limit ?? Store.deletionLimit
        guard (1...Store.deletionLimit).contains(limit) else {
            throw Refusal(.invalidRequest, "`limit` is \(limit): write a number from 1 to \(Store.deletionLimit)")
        }
        let pattern = try RelationshipPattern(body.filter)
        let deletion = try await authority.store.delete(
            entry.tenant, matching: pattern, preconditions: try (body.preconditions ?? []).map { try Precondition($0) }, limit: limit,
            at: authority.clock())
        authority.metrics.countRelationships(deletion.deletedCount, "deleted")
        try await gate.audit.changed(
            entry, .grant, action: "relationship.delete_matching", resource: "\(body.filter.objectType):\(body.filter.objectID ?? "")",
            details: [
                "revision": deletion.revision.description, "deleted": String(deletion.deletedCount),
                "complete": String(deletion.isComplete),
                "filter": String(decoding: try Wire.encode(body.filter), as: UTF8.self),
            ])
        return try Answer.json(
            DeletedBody(
                revision: deletion.revision.rawValue, deleted: deletion.deletedCount, complete: deletion.isComplete))
    }

    /// A small write is recorded relationship by relationship, a large one by its size and its first few.
    private func record(_ body: RelationshipChanges, revision: Revision, _ entry: Entry) async throws {
        var details = ["revision": String(revision.rawValue)]
        let parts = [("created", body.create), ("touched", body.touch), ("deleted", body.delete)]
        for (name, relationships) in parts where !relationships.isEmpty {
            let shown = relationships.prefix(20).map(\.description).joined(separator: " ")
            details[name] = relationships.count > 20 ? "\(shown) and \(relationships.count - 20) more" : shown
        }
        let first = body.create.first ?? body.touch.first ?? body.delete.first
        let action = body.touch.isEmpty && body.create.isEmpty ? "relationship.delete" : "relationship.write"
        try await gate.audit.changed(entry, .grant, action: action, resource: first?.object ?? "", details: details)
    }
}

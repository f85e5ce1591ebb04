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
    }

    @Sendable private func list(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        let query = try Query(request, known: ["object", "relation", "subject", "after", "limit"])
        let filter = RelationshipFilter(
            object: try query["object"].map { text throws(InvalidReference) in try ObjectReference(parsing: text) },
            relation: query["relation"],
            subject: try query["subject"].map { text throws(InvalidReference) in try SubjectReference(parsing: text) })
        let page = try await authority.store.relationships(
            entry.tenant, matching: filter, after: query["after"], limit: try query.limit())
        return try Answer.json(ListBody(items: page.items.map(RelationshipBody.init), next: page.next))
    }

    @Sendable private func write(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        let bytes = try await request.jsonBytes(upTo: BodyLimit.management, exchange)
        let body = try Wire.decodeStrictly(RelationshipChanges.self, from: bytes)
        let changes = try Self.changes(body)
        let revision = try await authority.store.write(entry.tenant, changes, at: authority.clock())
        try await record(body, revision: revision, entry)
        return try Answer.json(RevisionBody(revision: revision.rawValue))
    }

    private static func changes(_ body: RelationshipChanges) throws -> [RelationshipChange] {
        let count = body.touch.count + body.delete.count
        guard count > 0 else { throw Refusal(.invalidRequest, "give at least one relationship in `touch` or `delete`") }
        guard count <= RelationshipChanges.maximumCount else {
            throw Refusal(.tooManyItems, "\(count) relationships are given, \(RelationshipChanges.maximumCount) are allowed in one request")
        }
        var seen: Set<RelationshipKey> = []
        let changes =
            try body.touch.map { RelationshipChange.touch(try Relationship($0)) }
            + body.delete.map { RelationshipChange.delete(try Relationship($0).key) }
        for change in changes where !seen.insert(change.key).inserted {
            throw Refusal(.invalidRequest, "the relationship `\(change.key)` is given twice")
        }
        return changes
    }

    /// A small write is recorded relationship by relationship, a large one by its size and its first few.
    private func record(_ body: RelationshipChanges, revision: Revision, _ entry: Entry) async throws {
        var details = ["revision": String(revision.rawValue)]
        for (name, relationships) in [("touched", body.touch), ("deleted", body.delete)] where !relationships.isEmpty {
            let shown = relationships.prefix(20).map(\.description).joined(separator: " ")
            details[name] = relationships.count > 20 ? "\(shown) and \(relationships.count - 20) more" : shown
        }
        let first = body.touch.first ?? body.delete.first
        let action = body.touch.isEmpty ? "relationship.delete" : "relationship.write"
        try await gate.audit.changed(entry, .grant, action: action, resource: first?.object ?? "", details: details)
    }
}

extension Relationship {
    init(_ body: RelationshipBody) throws {
        let condition = body.condition.map { condition in
            ConditionReference(name: condition.name, context: ConditionContext.values(condition.context ?? [:]))
        }
        self.init(
            object: try ObjectReference(parsing: body.object), relation: body.relation,
            subject: try SubjectReference(parsing: body.subject),
            condition: condition, expiresAt: body.expiresAt)
    }
}

extension RelationshipBody {
    init(_ relationship: Relationship) {
        self.init(
            object: relationship.object.description, relation: relationship.relation, subject: relationship.subject.description,
            condition: relationship.condition.map(ConditionBody.init), expiresAt: relationship.expiresAt)
    }
}

extension ConditionBody {
    init(_ condition: ConditionReference) {
        self.init(name: condition.name, context: condition.context.isEmpty ? nil : condition.context.mapValues { JSONValue($0) })
    }
}

extension RelationshipChange {
    var key: RelationshipKey {
        switch self {
        case .touch(let relationship): relationship.key
        case .delete(let key): key
        }
    }
}

public import API
import HTTPTypes

extension ServiceClient {
    /// Writes all of the changes or none. Not sent twice by itself when it creates or has preconditions: the second would find the first.
    public func write(_ changes: RelationshipChanges, tenant: String) async throws -> RevisionBody {
        let isIdempotent = changes.create.isEmpty && changes.preconditions.isEmpty && changes.onMissing != .error
        return try await send(.post, Path.relationships.filled(tenant), changes, idempotent: isIdempotent)
    }

    /// One page of relationships.
    public func relationships(_ query: RelationshipQuery, tenant: String) async throws -> RelationshipPage {
        try await get(Path.relationships.filled(tenant), query: query.parameters)
    }

    /// Deletes by filter, at most the limit at once; to be repeated until it is complete.
    public func deleteRelationships(_ deletion: RelationshipDeletionBody, tenant: String) async throws -> DeletedBody {
        try await send(.post, Path.relationshipDeletion.filled(tenant), deletion, idempotent: false)
    }

    /// One page of the history.
    public func relationshipChanges(_ query: RelationshipChangeQuery, tenant: String) async throws -> RelationshipChangePage {
        try await get(Path.relationshipChanges.filled(tenant), query: query.parameters)
    }

    /// Hands out every line of the history as it happens; ends when the service does, or with what went wrong.
    public func watchRelationships(
        _ query: RelationshipChangeQuery, tenant: String, _ body: (WatchLine) async throws -> Void
    ) async throws {
        let stream = try await lines(of: Path.relationshipChanges.filled(tenant), query: query.parameters)
        try await stream.forEach { bytes in
            let line = try Self.decoded(WatchLine.self, bytes)
            if let problem = line.problem { throw ClientError.refused(problem) }
            try await body(line)
        }
    }

    /// Hands out every relationship as a line of JSON, and answers the revision they are of. Without an error all of them were there.
    ///
    /// `begun` hears the revision before the first line: with it and the last line, an export that was interrupted can go on.
    @discardableResult
    public func exportRelationships(
        _ query: ExportQuery = ExportQuery(), tenant: String, begun: (UInt64) throws -> Void = { _ in },
        _ body: ([UInt8]) async throws -> Void
    ) async throws -> UInt64? {
        let stream = try await lines(of: Path.relationshipExport.filled(tenant), query: query.parameters)
        if let revision = stream.revision { try begun(revision) }
        try await stream.forEach(body)
        return stream.revision
    }

    /// Brings in relationships, one per line of JSON; to be sent again after an interruption.
    public func importRelationships(_ lines: [UInt8], tenant: String) async throws -> ImportProgress {
        try await send(.post, Path.relationshipImport.filled(tenant), bytes: lines, type: LinesOfJSON.mediaType, idempotent: true)
    }

    private static func decoded<Body: Decodable>(_ type: Body.Type, _ bytes: [UInt8]) throws -> Body {
        do {
            return try Wire.decode(type, from: bytes)
        } catch {
            throw ClientError.invalidResponse(status: 200, reason: error.message)
        }
    }
}

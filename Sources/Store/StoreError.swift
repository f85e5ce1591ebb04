package import Permissions

/// Why the store refuses or fails; `message` may be shown to an administrator.
package enum StoreError: Error, Sendable, CustomStringConvertible {
    case alreadyExists(kind: String, id: String)
    case notFound(kind: String, id: String)
    case invalidRelationship(index: Int, refusal: RelationshipRefusal)
    /// Relationships that the new model would not accept, at most twenty of them.
    case modelConflict([String])
    case databaseInUse(path: String)
    case databaseNewer
    case migrationChanged(name: String)
    case synchronousNotFull
    case tooMany(String)
    case invalidCursor
    case failed(String)

    package var description: String { message }

    package var code: String {
        switch self {
        case .alreadyExists: "already_exists"
        case .notFound: "not_found"
        case .invalidRelationship(_, let refusal): refusal.code
        case .modelConflict: "model_conflict"
        case .databaseInUse: "database_in_use"
        case .databaseNewer: "database_newer"
        case .migrationChanged: "migration_changed"
        case .synchronousNotFull: "synchronous_not_full"
        case .tooMany: "too_many"
        case .invalidCursor: "invalid_cursor"
        case .failed: "storage_failed"
        }
    }

    package var message: String {
        switch self {
        case .alreadyExists(let kind, let id): "\(kind) `\(id)` exists already"
        case .notFound(let kind, let id): "there is no \(kind) `\(id)`"
        case .invalidRelationship(let index, let refusal): "relationship \(index + 1): \(refusal.message)"
        case .modelConflict(let list): "these stored relationships would become invalid; delete them first: \(list.joined(separator: ", "))"
        case .databaseInUse(let path): "the data directory `\(path)` is in use by another process; stop it or name another directory"
        case .databaseNewer: "the database was written by a newer version; run that version"
        case .migrationChanged(let name): "the applied migration `\(name)` is not the one in this binary; run the version that applied it"
        case .synchronousNotFull: "the database does not write durably; `PRAGMA synchronous` is not FULL"
        case .tooMany(let what): what
        case .invalidCursor: "the cursor is not one of this list; begin without a cursor"
        case .failed(let text): text
        }
    }
}

/// The queue of audit events is full: nothing more may be decided until it has been written.
package struct AuditQueueFull: Error, Sendable {}

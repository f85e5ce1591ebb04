package import Permissions

/// Why the store refuses or fails; `message` may be shown to an administrator.
package enum StoreError: Error, Sendable, CustomStringConvertible {
    case alreadyExists(kind: String, id: String)
    case notFound(kind: String, id: String)
    case invalidRelationship(index: Int, refusal: RelationshipRefusal)
    /// Relationships that the new model would not accept: at most twenty of them, and how many there are.
    case modelConflict([String], total: Int)
    /// A relationship to create is there already.
    case relationshipExists(index: Int, description: String)
    /// A relationship to delete is not there.
    case relationshipMissing(index: Int, description: String)
    /// A relationship to create is there with another condition or expiry.
    case relationshipConflict(index: Int, description: String)
    /// A relationship to write has an end that has passed.
    case relationshipExpired(index: Int, description: String)
    /// One write names the same relationship twice.
    case duplicateInBatch(index: Int, description: String)
    case preconditionFailed(index: Int)
    /// The tenant would have more relationships than it may.
    case tooManyRelationships(limit: Int)
    /// More writes are waiting than may wait.
    case busy
    /// The changes that were asked for are not kept any more; those after `oldest` are.
    case historyPruned(oldest: Revision)
    /// Something has been written since the revision that was to be the present one.
    case revisionPassed(Revision, present: Revision)
    /// The revision is later than any there has been.
    case revisionUnknown(Revision)
    case databaseInUse(path: String)
    case databaseNewer
    /// The file is a database of something else.
    case databaseForeign
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
        case .relationshipExists: "relationship_exists"
        case .relationshipMissing: "relationship_missing"
        case .relationshipConflict: "relationship_conflict"
        case .relationshipExpired: "relationship_expired"
        case .duplicateInBatch: "duplicate_in_batch"
        case .preconditionFailed: "precondition_failed"
        case .tooManyRelationships: "too_many_relationships"
        case .busy: "busy"
        case .historyPruned: "history_pruned"
        case .revisionPassed: "revision_changed"
        case .revisionUnknown: "revision_unknown"
        case .databaseInUse: "database_in_use"
        case .databaseNewer: "database_newer"
        case .databaseForeign: "database_foreign"
        case .migrationChanged: "migration_changed"
        case .synchronousNotFull: "synchronous_not_full"
        case .tooMany: "too_many"
        case .invalidCursor: "invalid_cursor"
        case .failed: "storage_failed"
        }
    }

    package var message: String {
        updateIndex.map { message(at: "relationship \($0 + 1)") } ?? text
    }

    /// Which step of a write this is about, from 0.
    package var updateIndex: Int? {
        switch self {
        case .invalidRelationship(let index, _), .relationshipExists(let index, _), .relationshipMissing(let index, _),
            .relationshipConflict(let index, _), .relationshipExpired(let index, _), .duplicateInBatch(let index, _):
            index
        default: nil
        }
    }

    /// The message, for a step that the caller knows by another name than its number; nil where there is only one.
    package func message(at place: String?) -> String { place.map { "\($0): \(text)" } ?? text }

    private var text: String {
        switch self {
        case .alreadyExists(let kind, let id): "\(kind) `\(id)` exists already"
        case .notFound(let kind, let id): "there is no \(kind) `\(id)`"
        case .invalidRelationship(_, let refusal): refusal.message
        case .modelConflict(let list, let total):
            "\(total) stored relationships would become invalid; delete them first: \(list.joined(separator: ", "))"
        case .relationshipExists(_, let text): "`\(text)` exists already; touch it to replace it"
        case .relationshipMissing(_, let text): "`\(text)` does not exist; leave the deletion out"
        case .relationshipConflict(_, let text):
            "`\(text)` exists with another condition or expiry; touch it to replace them"
        case .relationshipExpired(_, let text):
            "the `expires_at` of `\(text)` has passed; give a later one, or delete the relationship"
        case .duplicateInBatch(_, let text): "`\(text)` is in this write already; name it once"
        case .preconditionFailed(let index): "precondition \(index + 1) does not hold; read the relationships again and decide anew"
        case .tooManyRelationships(let limit):
            "the tenant may have at most \(limit) relationships; delete some, or ask an administrator of the instance to raise the limit"
        case .busy: "too many requests of this kind are waiting; try again in a moment"
        case .historyPruned(let oldest): "these changes are not kept any more; read the relationships and follow changes after \(oldest)"
        case .revisionPassed(let revision, let present):
            "the revision is \(present) and not \(revision) any more, so nothing was done; look at it again and decide anew"
        case .revisionUnknown(let revision): "there is no revision \(revision) yet; use one that this service has answered"
        case .databaseInUse(let path): "the data directory `\(path)` is in use by another process; stop it or name another directory"
        case .databaseForeign: "the database in the data directory is not one of Cardea's; name another directory"
        case .databaseNewer: "the database was written by a newer version; run that version"
        case .migrationChanged(let name): "the applied migration `\(name)` is not the one in this binary; run the version that applied it"
        case .synchronousNotFull: "the database does not write durably; `PRAGMA synchronous` is not FULL"
        case .tooMany(let what): what
        case .invalidCursor: "the cursor is of another tenant, of another filter or of no list; begin without a cursor"
        case .failed(let text): text
        }
    }
}

/// The queue of audit events is full: nothing more may be decided until it has been written.
package struct AuditQueueFull: Error, Sendable {}

import API
import HTTPTypes
import Store

extension Refusal {
    /// What the store refuses, in the codes of the management API; what it fails at is nobody's business but the log's.
    init(_ error: StoreError) { self.init(error, message: error.message) }

    init(_ error: StoreError, message: String) {
        switch error {
        case .alreadyExists: self.init(.alreadyExists, message)
        case .notFound(let kind, _): self.init(Self.notFoundCode(kind), message)
        case .invalidRelationship: self.init(.invalidRelationship, message)
        case .modelConflict(let conflicts, let total):
            self.init(.modelConflict, message)
            self.conflicts = conflicts
            conflictCount = total
        case .invalidCursor: self.init(.invalidCursor, message)
        case .tooMany: self.init(.tooManyItems, message)
        case .relationshipExists: self.init(.relationshipExists, message)
        case .relationshipMissing: self.init(.relationshipMissing, message)
        case .relationshipConflict: self.init(.relationshipConflict, message)
        case .relationshipExpired: self.init(.relationshipExpired, message)
        case .tooManyRelationships: self.init(.tooManyRelationships, message)
        case .duplicateInBatch: self.init(.duplicateRelationship, message)
        case .preconditionFailed: self.init(.preconditionFailed, message)
        case .historyPruned: self.init(.historyPruned, message)
        case .revisionPassed: self.init(.revisionChanged, message)
        case .revisionUnknown: self.init(.revisionUnknown, message)
        case .busy: self.init(.overloaded, message, headers: [.retryAfter: "1"])
        case .databaseInUse, .databaseNewer, .databaseForeign, .migrationChanged, .synchronousNotFull, .failed:
            self.init(.internalError, "", cause: "\(error.code): \(message)")
        }
    }

    private static func notFoundCode(_ kind: String) -> ErrorCode {
        switch kind {
        case "tenant": .tenantNotFound
        case "user": .userNotFound
        case "client": .clientNotFound
        case "server": .serverNotFound
        default: .notFound
        }
    }
}

import API
import HTTPTypes
import Store

extension Refusal {
    /// What the store refuses, in the codes of the management API; what it fails at is nobody's business but the log's.
    init(_ error: StoreError) {
        switch error {
        case .alreadyExists: self.init(.alreadyExists, error.message)
        case .notFound(let kind, _): self.init(Self.notFoundCode(kind), error.message)
        case .invalidRelationship: self.init(.invalidRelationship, error.message)
        case .modelConflict(let conflicts, let total):
            self.init(.modelConflict, error.message)
            self.conflicts = conflicts
            conflictCount = total
        case .invalidCursor: self.init(.invalidCursor, error.message)
        case .tooMany: self.init(.tooManyItems, error.message)
        case .relationshipExists: self.init(.relationshipExists, error.message)
        case .relationshipMissing: self.init(.relationshipMissing, error.message)
        case .relationshipConflict: self.init(.relationshipConflict, error.message)
        case .relationshipExpired: self.init(.relationshipExpired, error.message)
        case .tooManyRelationships: self.init(.tooManyRelationships, error.message)
        case .duplicateInBatch: self.init(.duplicateRelationship, error.message)
        case .preconditionFailed: self.init(.preconditionFailed, error.message)
        case .historyPruned: self.init(.historyPruned, error.message)
        case .revisionPassed: self.init(.revisionChanged, error.message)
        case .revisionUnknown: self.init(.revisionUnknown, error.message)
        case .busy: self.init(.overloaded, error.message, headers: [.retryAfter: "1"])
        case .databaseInUse, .databaseNewer, .migrationChanged, .synchronousNotFull, .failed:
            self.init(.internalError, "", cause: "\(error.code): \(error.message)")
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

package import Permissions

/// One step of a write that says what it expects to find.
package enum RelationshipUpdate: Sendable {
    /// Adds a relationship that is not there yet.
    case create(Relationship)
    /// Adds the relationship, or replaces condition and expiry of the one with the same key.
    case touch(Relationship)
    case delete(RelationshipKey)

    package var key: RelationshipKey {
        switch self {
        case .create(let relationship), .touch(let relationship): relationship.key
        case .delete(let key): key
        }
    }

    /// What is to be there afterwards; nil for a deletion.
    var relationship: Relationship? {
        switch self {
        case .create(let relationship), .touch(let relationship): relationship
        case .delete: nil
        }
    }
}

/// What happens when a relationship to create is there already, or one to delete is not.
package struct WriteMode: Sendable, Equatable {
    package enum Answer: Sendable {
        /// The whole write is refused.
        case error
        /// The step does nothing; a relationship to create that is there with another condition or expiry is a conflict still.
        case ignore
    }

    package var onDuplicate: Answer
    package var onMissing: Answer

    package init(onDuplicate: Answer = .error, onMissing: Answer = .error) {
        self.onDuplicate = onDuplicate
        self.onMissing = onMissing
    }
}

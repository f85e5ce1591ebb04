/// One step of a write.
package enum RelationshipChange: Sendable {
    /// Adds the relationship, or replaces condition and expiry of the one with the same key.
    case touch(Relationship)
    /// Removes the relationship if it exists.
    case delete(RelationshipKey)
}

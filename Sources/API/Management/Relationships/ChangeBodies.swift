public import Foundation

/// One step of the history of a tenant's relationships.
public struct RelationshipChangeBody: Codable, Sendable, Equatable {
    /// `touch` or `delete`.
    public var operation: String
    public var relationship: RelationshipBody
    public var revision: UInt64
    /// Where it stands in the history; `after` this position come the later ones.
    public var position: String
    public var changedAt: Date

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case operation, relationship, revision, position
        case changedAt = "changed_at"
    }

    public init(operation: String, relationship: RelationshipBody, revision: UInt64, position: String, changedAt: Date) {
        self.operation = operation
        self.relationship = relationship
        self.revision = revision
        self.position = position
        self.changedAt = changedAt
    }
}

/// A part of the history.
public struct RelationshipChangePage: Codable, Sendable, Equatable {
    public var changes: [RelationshipChangeBody]
    /// The position to go on from; it is also there when nothing has changed.
    public var next: String
    /// The revision of `next`: everything up to it has been seen.
    public var revision: UInt64
    /// Whether there is nothing after `next` yet.
    public var complete: Bool

    public init(changes: [RelationshipChangeBody], next: String, revision: UInt64, complete: Bool) {
        self.changes = changes
        self.next = next
        self.revision = revision
        self.complete = complete
    }
}

/// One line of a stream of changes: a change, a sign of life with neither, or the problem that ends the stream.
public struct WatchLine: Codable, Sendable, Equatable {
    public var change: RelationshipChangeBody?
    /// The position to go on from after this line; absent beside a problem.
    public var next: String?
    public var problem: Problem?

    public init(change: RelationshipChangeBody? = nil, next: String? = nil, problem: Problem? = nil) {
        self.change = change
        self.next = next
        self.problem = problem
    }
}

package import Foundation
package import Permissions

/// One step of the history of a tenant's relationships.
package struct RelationshipChangeRecord: Sendable, Equatable {
    package enum Operation: String, Sendable {
        case touch
        case delete
    }

    package let revision: Revision
    /// Counted from 0 within the revision.
    package let position: Int
    package let operation: Operation
    /// With condition and expiry when it was touched; a deletion has neither.
    package let relationship: Relationship
    package let changedAt: Date

    package var place: ChangePosition { ChangePosition(revision: revision, position: position) }
}

/// A place in the history: everything up to it has been seen. Its text is what a watcher keeps to go on from there.
package struct ChangePosition: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let revision: Revision
    package let position: Int

    package init(revision: Revision, position: Int) {
        self.revision = revision
        self.position = position
    }

    /// After everything of a revision.
    package init(after revision: Revision) {
        self.init(revision: revision, position: Int(Int32.max))
    }

    /// Reads `12.3`.
    package init(parsing text: String) throws(StoreError) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard text.utf8.count <= 40, parts.count == 2, let revision = Int64(parts[0]), let position = Int32(parts[1]), revision >= 0,
            position >= 0
        else { throw .invalidCursor }
        self.init(revision: Revision(rawValue: UInt64(revision)), position: Int(position))
    }

    package var description: String { "\(revision).\(position)" }

    package static func < (first: ChangePosition, second: ChangePosition) -> Bool {
        (first.revision, first.position) < (second.revision, second.position)
    }
}

/// A part of the history.
package struct ChangePage: Sendable, Equatable {
    package let changes: [RelationshipChangeRecord]
    /// Where to go on. It moves even where no change is of a wanted type; it stands still when there is nothing more yet.
    package let next: ChangePosition
    /// Whether there are changes after `next` already.
    package let hasMore: Bool
}

import Foundation
import Permissions

extension Relationship {
    /// Whether it has not expired yet; one that has is not there any more, even while its row is.
    func exists(at time: Date) -> Bool { expiresAt.map { time < $0 } ?? true }

    /// The same with the end it has once it is stored.
    var inMilliseconds: Relationship {
        guard let expiresAt else { return self }
        var copy = self
        copy.expiresAt = Column.expiry(Column.expiry(expiresAt))
        return copy
    }
}

extension [Relationship] {
    /// The same with the ends they have once they are stored.
    var inMilliseconds: [Relationship] { contains { $0.expiresAt != nil } ? map(\.inMilliseconds) : self }

    /// Those that have not expired.
    func existing(at time: Date) -> [Relationship] { contains { !$0.exists(at: time) } ? filter { $0.exists(at: time) } : self }
}

extension RelationshipUpdate {
    var inMilliseconds: RelationshipUpdate {
        switch self {
        case .create(let relationship): .create(relationship.inMilliseconds)
        case .touch(let relationship): .touch(relationship.inMilliseconds)
        case .delete: self
        }
    }
}

extension RelationshipChange {
    var inMilliseconds: RelationshipChange {
        if case .touch(let relationship) = self { .touch(relationship.inMilliseconds) } else { self }
    }
}

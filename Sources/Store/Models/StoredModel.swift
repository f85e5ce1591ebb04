package import Foundation
import GRDB
package import Permissions

/// A model as it was written.
package struct StoredModel: Sendable, Equatable {
    /// The number of the model within its tenant, counted from 1.
    package let id: String
    package let source: String
    package let createdAt: Date

    static let columns = "number, source, created_at"

    init(id: String, source: String, createdAt: Date) {
        self.id = id
        self.source = source
        self.createdAt = createdAt
    }

    init(row: Row) {
        self.init(id: String(row["number"] as Int), source: row["source"], createdAt: row.date("created_at"))
    }
}

/// What a new model would do to what is stored.
package struct ModelPlan: Sendable, Equatable {
    /// Relationships that would become invalid, in the order of their key: a page of them.
    package let conflicts: [Relationship]
    /// How many there are in all, counted with the first page.
    package let conflictCount: Int
    /// At which they were read.
    package let revision: Revision
    /// Where the next page begins; nil behind the last.
    package let next: String?
}

/// A model that was put in force.
package struct ModelChange: Sendable, Equatable {
    package let model: StoredModel
    package let revision: Revision
    /// Relationships that were deleted with it: the first thousand in the order of their key.
    package let removed: [Relationship]
    package let removedCount: Int

    package static let listLimit = 1_000
}

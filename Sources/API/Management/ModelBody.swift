public import Foundation

/// A model of a tenant.
public struct ModelBody: Codable, Sendable, Equatable {
    public var id: String
    public var source: String
    public var createdAt: Date
    /// After a write, the revision from which it is in force.
    public var revision: UInt64?
    /// After a write, the relationships it has deleted: the first thousand.
    public var removed: [String]?
    public var removedCount: Int?
    /// After a write, what is allowed in it but probably not meant.
    public var warnings: [Diagnostic]?

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case id, source, revision, removed, warnings
        case createdAt = "created_at"
        case removedCount = "removed_count"
    }

    public init(
        id: String, source: String, createdAt: Date, revision: UInt64? = nil, removed: [String]? = nil, removedCount: Int? = nil
    ) {
        self.id = id
        self.source = source
        self.createdAt = createdAt
        self.revision = revision
        self.removed = removed
        self.removedCount = removedCount
    }
}

/// A model in a list, without its text.
public struct ModelSummary: Codable, Sendable, Equatable {
    public var id: String
    public var createdAt: Date
    /// Bytes of its text.
    public var size: Int

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case id, size
        case createdAt = "created_at"
    }

    public init(id: String, createdAt: Date, size: Int) {
        self.id = id
        self.createdAt = createdAt
        self.size = size
    }
}

/// The forms a model can be shown in.
public enum ModelFormat: String, Sendable, CaseIterable {
    case dsl, json
}

/// A model to write or to validate: in the OpenFGA language, or in its JSON form when it begins with `{`.
public struct ModelSource: ManagementBody, Equatable {
    public var source: String
    /// Whether a write deletes relationships that the model does not accept; otherwise they make it refused.
    public var removing: Bool?
    /// The revision that a plan was made at; a write is refused when it is not the present one any more.
    public var ifRevision: UInt64?

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case source, removing
        case ifRevision = "if_revision"
    }

    public static let members = MemberNames(CodingKeys.self)

    public init(source: String, removing: Bool? = nil, ifRevision: UInt64? = nil) {
        self.source = source
        self.removing = removing
        self.ifRevision = ifRevision
    }
}

/// What validation found; a model is valid when it has no faults, and can be written when no relationship is in its way either.
public struct ModelValidation: Codable, Sendable, Equatable {
    public var valid: Bool
    public var diagnostics: [Diagnostic]
    /// What is allowed in a valid model but probably not meant.
    public var warnings: [Diagnostic]?
    /// Stored relationships that a valid model does not accept, in the order of their key: a page of them.
    public var conflicts: [String]?
    /// How many there are in all.
    public var conflictCount: Int?
    /// The revision at which they were read.
    public var revision: UInt64?
    /// Cursor of the next page of them.
    public var next: String?

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case valid, diagnostics, warnings, conflicts, revision, next
        case conflictCount = "conflict_count"
    }

    public init(diagnostics: [Diagnostic]) {
        valid = diagnostics.isEmpty
        self.diagnostics = diagnostics
    }

    /// A valid model, for itself.
    public init(warnings: [Diagnostic]) {
        self.init(diagnostics: [])
        self.warnings = warnings
    }

    /// A valid model beside what is stored.
    public init(conflicts: [String], conflictCount: Int, revision: UInt64, next: String? = nil) {
        self.init(diagnostics: [])
        self.next = next
        self.conflicts = conflicts
        self.conflictCount = conflictCount
        self.revision = revision
    }

    /// Whether a write would be refused, unless it removes what is in the way.
    public var hasConflicts: Bool { (conflictCount ?? 0) > 0 }
}

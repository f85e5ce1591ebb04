public import Foundation

/// The model a tenant has now.
public struct ModelBody: Codable, Sendable, Equatable {
    public var id: String
    public var source: String
    public var createdAt: Date

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case id, source
        case createdAt = "created_at"
    }

    public init(id: String, source: String, createdAt: Date) {
        self.id = id
        self.source = source
        self.createdAt = createdAt
    }
}

/// A model to write or to validate, in the OpenFGA language.
public struct ModelSource: ManagementBody, Equatable {
    public var source: String

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case source
    }

    public static let members = MemberNames(CodingKeys.self)

    public init(source: String) {
        self.source = source
    }
}

/// What validation found; a model is valid when nothing was.
public struct ModelValidation: Codable, Sendable, Equatable {
    public var valid: Bool
    public var diagnostics: [Diagnostic]

    public init(diagnostics: [Diagnostic]) {
        valid = diagnostics.isEmpty
        self.diagnostics = diagnostics
    }
}

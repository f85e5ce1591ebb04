public import Foundation

/// A tenant as the service shows it.
public struct TenantBody: Codable, Sendable, Equatable {
    public var id: String
    public var displayName: String
    public var issuer: String
    public var createdAt: Date

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case displayName = "display_name"
        case issuer
        case createdAt = "created_at"
    }

    public init(id: String, displayName: String, issuer: String, createdAt: Date) {
        self.id = id
        self.displayName = displayName
        self.issuer = issuer
        self.createdAt = createdAt
    }
}

/// What makes a tenant.
public struct TenantCreation: ManagementBody, Equatable {
    public var id: String
    public var displayName: String?

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case displayName = "display_name"
    }

    public static let members = MemberNames(CodingKeys.self)

    public init(id: String, displayName: String? = nil) {
        self.id = id
        self.displayName = displayName
    }
}

public import Foundation

/// A user as the service shows it.
public struct UserBody: Codable, Sendable, Equatable {
    public var name: String
    public var displayName: String
    public var createdAt: Date
    public var disabledAt: Date?

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case name
        case displayName = "display_name"
        case createdAt = "created_at"
        case disabledAt = "disabled_at"
    }

    public init(name: String, displayName: String, createdAt: Date, disabledAt: Date? = nil) {
        self.name = name
        self.displayName = displayName
        self.createdAt = createdAt
        self.disabledAt = disabledAt
    }
}

/// What makes a user.
public struct UserCreation: ManagementBody, Equatable {
    public var name: String
    public var displayName: String?
    public var password: SecretText

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case name
        case displayName = "display_name"
        case password
    }

    public static let members = MemberNames(CodingKeys.self)

    public init(name: String, displayName: String? = nil, password: SecretText) {
        self.name = name
        self.displayName = displayName
        self.password = password
    }
}

/// What may be changed of a user or a client.
public struct DisabledChange: ManagementBody, Equatable {
    public var disabled: Bool

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case disabled
    }

    public static let members = MemberNames(CodingKeys.self)

    public init(disabled: Bool) {
        self.disabled = disabled
    }
}

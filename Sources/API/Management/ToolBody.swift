/// One tool of a server, and the resource its arguments name, if they name one.
public struct ToolBody: Codable, Sendable, Equatable {
    public var name: String
    public var enabled: Bool
    public var resource: ToolResourceBody?

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case name, enabled, resource
    }

    public static let members = MemberNames(CodingKeys.self, nested: [.resource: ToolResourceBody.members])

    public init(name: String, enabled: Bool = true, resource: ToolResourceBody? = nil) {
        self.name = name
        self.enabled = enabled
        self.resource = resource
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        enabled = try container.decodeIfPresent(Bool.self, forKey: .enabled) ?? true
        resource = try container.decodeIfPresent(ToolResourceBody.self, forKey: .resource)
    }
}

/// Which resource a call touches: `idTemplate` such as `invoice/{invoiceId}` is filled from the arguments, then `action` is asked on it.
public struct ToolResourceBody: Codable, Sendable, Equatable {
    public var type: String
    public var idTemplate: String
    public var action: String

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case type
        case idTemplate = "id_template"
        case action
    }

    public static let members = MemberNames(CodingKeys.self)

    public init(type: String, idTemplate: String, action: String) {
        self.type = type
        self.idTemplate = idTemplate
        self.action = action
    }
}

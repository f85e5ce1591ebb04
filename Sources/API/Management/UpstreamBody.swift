/// How the gateway reaches an MCP server: `{"type":"http","url":…}` or `{"type":"stdio","command":[…]}`.
public enum UpstreamBody: Codable, Sendable, Equatable {
    case http(url: String)
    case stdio(command: [String])

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case type, url, command
    }

    public static let members = MemberNames(CodingKeys.self)

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let type = try container.decode(String.self, forKey: .type)
        switch type {
        case "http":
            try Self.refuse(.command, in: container, beside: type)
            self = .http(url: try container.decode(String.self, forKey: .url))
        case "stdio":
            try Self.refuse(.url, in: container, beside: type)
            self = .stdio(command: try container.decode([String].self, forKey: .command))
        default:
            throw DecodingError.dataCorruptedError(
                forKey: .type, in: container, debugDescription: "`\(type)` is neither `http` nor `stdio`")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .http(let url):
            try container.encode("http", forKey: .type)
            try container.encode(url, forKey: .url)
        case .stdio(let command):
            try container.encode("stdio", forKey: .type)
            try container.encode(command, forKey: .command)
        }
    }

    private static func refuse(_ key: CodingKeys, in container: KeyedDecodingContainer<CodingKeys>, beside type: String) throws {
        guard container.contains(key) else { return }
        throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "has no meaning beside the type `\(type)`")
    }
}

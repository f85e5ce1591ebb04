public import Foundation

/// A body a caller of the management API sends.
public protocol ManagementBody: Codable, Sendable {
    static var members: MemberNames { get }
}

/// How bodies become bytes and bytes become bodies.
public enum Wire {
    /// Reads a management body: strict JSON, and a member that is not known is refused by name.
    public static func decodeStrictly<Body: ManagementBody>(_ type: Body.Type, from bytes: [UInt8]) throws(UndecodableBody) -> Body {
        let value = try JSONValue(parsing: bytes)
        guard case .object = value else {
            throw UndecodableBody(code: .invalidRequest, message: "the body has to be an object, not \(value.kind)")
        }
        if let unknown = Body.members.firstUnknown(in: value) {
            throw UndecodableBody(code: .unknownMember, message: "the member `\(unknown)` is not known here")
        }
        return try decode(type, from: bytes)
    }

    /// Reads a body and ignores members that are not known: what a newer service added must not break an older client.
    public static func decode<Body: Decodable>(_ type: Body.Type, from bytes: [UInt8]) throws(UndecodableBody) -> Body {
        do {
            return try decoder().decode(type, from: Data(bytes))
        } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
            // The decoder does not say where: the text is no JSON, or a number does not fit its member.
            throw UndecodableBody(unfitting: try JSONValue(parsing: bytes))
        } catch let error as DecodingError {
            throw UndecodableBody(error)
        } catch {
            throw UndecodableBody(code: .malformedJSON, message: "not valid JSON")
        }
    }

    /// Compact JSON with sorted members, so that the same body is always the same bytes.
    public static func encode(_ body: some Encodable) throws -> [UInt8] {
        if let direct = body as? any DirectlyWritten {
            var writer = JSONWriter()
            direct.write(to: &writer)
            return writer.bytes
        }
        return Array(try encoder().encode(body))
    }

    /// The same, indented for people.
    public static func encodeIndented(_ body: some Encodable) throws -> [UInt8] {
        let encoder = encoder()
        encoder.outputFormatting.insert(.prettyPrinted)
        return Array(try encoder.encode(body))
    }

    /// A time on the wire: RFC 3339 in UTC with milliseconds.
    public static func text(of date: Date) -> String {
        InternetTime.text(of: date)
    }

    /// Reads RFC 3339 with or without fractions of a second; nil when it is something else, or no time of the years 1 to 9999.
    public static func date(from text: String) -> Date? {
        guard InternetTime.isWellFormed(text) else { return nil }
        let text = text.uppercased()
        let date =
            (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
            ?? (try? Date(text, strategy: Date.ISO8601FormatStyle()))
        return date.flatMap { InternetTime.range.contains(InternetTime.milliseconds($0)) ? $0 : nil }
    }

    private static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(text(of: date))
        }
        return encoder
    }

    private static func decoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            let text = try container.decode(String.self)
            guard let date = date(from: text) else {
                throw DecodingError.dataCorruptedError(
                    in: container, debugDescription: "`\(text)` is not a time such as 2026-01-31T12:00:00Z")
            }
            return date
        }
        return decoder
    }
}

extension UndecodableBody {
    /// The decoder's error in the words of JSON, without type names.
    init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            self.init(code: .invalidRequest, message: "the member `\(Self.path(context.codingPath + [key]))` is missing")
        case .typeMismatch(_, let context):
            self.init(code: .invalidRequest, message: "the member `\(Self.path(context.codingPath))` has the wrong type")
        case .valueNotFound(_, let context):
            self.init(code: .invalidRequest, message: "the member `\(Self.path(context.codingPath))` must not be null")
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            self.init(code: .invalidRequest, message: "the member `\(Self.path(context.codingPath))`: \(context.debugDescription)")
        case .dataCorrupted:
            self.init(code: .malformedJSON, message: "not valid JSON")
        @unknown default:
            self.init(code: .malformedJSON, message: "not valid JSON")
        }
    }

    /// For a body with a number that its member cannot hold.
    init(unfitting body: JSONValue) {
        let name = body.firstUnfittingNumber(at: []).map { "the member `\($0.joined(separator: "."))`" } ?? "a number"
        self.init(code: .invalidRequest, message: "\(name) has to be a whole number that is not negative and not too large")
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
    }
}

extension JSONValue {
    /// Members whose shape is the caller's own.
    private static let free: Set<String> = ["context", "properties", "arguments"]

    /// The way to the first number that is not whole or is negative.
    fileprivate func firstUnfittingNumber(at path: [String]) -> [String]? {
        switch self {
        case .number: return path
        case .integer(let number): return number < 0 ? path : nil
        case .array(let elements):
            return elements.enumerated().lazy.compactMap { $1.firstUnfittingNumber(at: path + [String($0)]) }.first
        case .object(let members):
            return members.sorted { $0.key < $1.key }.lazy.filter { !Self.free.contains($0.key) }
                .compactMap { $1.firstUnfittingNumber(at: path + [$0]) }.first
        case .null, .bool, .string: return nil
        }
    }
}

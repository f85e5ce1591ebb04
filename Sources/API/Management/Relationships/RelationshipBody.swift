public import Foundation

/// A condition's name and the part of its context that is stored with the relationship.
public struct ConditionBody: Codable, Sendable, Equatable {
    public var name: String
    public var context: [String: JSONValue]?

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case name, context
    }

    public static let members = MemberNames(CodingKeys.self)

    public init(name: String, context: [String: JSONValue]? = nil) {
        self.name = name
        self.context = context
    }
}

/// A relationship, as `"tool:x#caller@user:anne"` or as an object; only the object carries a condition or an end.
public struct RelationshipBody: Codable, Sendable, Equatable, CustomStringConvertible {
    public var object: String
    public var relation: String
    public var subject: String
    public var condition: ConditionBody?
    public var expiresAt: Date?

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case object, relation, subject, condition
        case expiresAt = "expires_at"
    }

    public static let members = MemberNames(CodingKeys.self, nested: [.condition: ConditionBody.members])

    public init(object: String, relation: String, subject: String, condition: ConditionBody? = nil, expiresAt: Date? = nil) {
        self.object = object
        self.relation = relation
        self.subject = subject
        self.condition = condition
        self.expiresAt = expiresAt
    }

    /// Splits at the first `#` and the first `@` after it: an object has no `#` and a relation no `@`, a subject may have both.
    public init?(text: String) {
        guard let hash = text.firstIndex(of: "#"), let at = text[hash...].firstIndex(of: "@") else { return nil }
        let (object, relation, subject) = (text[..<hash], text[text.index(after: hash)..<at], text[text.index(after: at)...])
        guard !object.isEmpty, !relation.isEmpty, !subject.isEmpty else { return nil }
        self.init(object: String(object), relation: String(relation), subject: String(subject))
    }

    public init(from decoder: any Decoder) throws {
        if let single = try? decoder.singleValueContainer(), let text = try? single.decode(String.self) {
            guard let parsed = RelationshipBody(text: text) else {
                throw DecodingError.dataCorruptedError(
                    in: single, debugDescription: "`\(text)` is not of the form `object#relation@subject`")
            }
            self = parsed
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        object = try container.decode(String.self, forKey: .object)
        relation = try container.decode(String.self, forKey: .relation)
        subject = try container.decode(String.self, forKey: .subject)
        condition = try container.decodeIfPresent(ConditionBody.self, forKey: .condition)
        expiresAt = try container.decodeIfPresent(Date.self, forKey: .expiresAt)
    }

    /// What makes it unique: neither condition nor end.
    public var key: String { "\(object)#\(relation)@\(subject)" }

    /// The key, and on what it depends and when it ends: what a person has to be told of it.
    public var description: String {
        var text = key
        if let condition {
            text += " with \(condition.name)"
            if let context = condition.context, let bytes = try? Wire.encode(context) {
                text += " \(String(decoding: bytes, as: UTF8.self))"
            }
        }
        if let expiresAt { text += " until \(Wire.text(of: expiresAt))" }
        return text
    }
}

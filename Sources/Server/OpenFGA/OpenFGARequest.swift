import API
import Expressions
import Foundation
import Permissions

/// Reads the bodies of OpenFGA's interface: members that are not known are ignored, those that are have to have the right kind.
struct OpenFGARequest {
    let json: JSONValue

    init(parsing bytes: [UInt8]) throws(UndecodableBody) {
        json = bytes.isEmpty ? .object([:]) : try JSONValue(parsing: bytes)
        guard case .object = json else { throw Self.wrong("the body", "an object") }
    }

    init(_ json: JSONValue, what: String) throws(UndecodableBody) {
        guard case .object = json else { throw Self.wrong(what, "an object") }
        self.json = json
    }

    static func wrong(_ what: String, _ kind: String) -> UndecodableBody {
        UndecodableBody(code: .invalidRequest, message: "\(what) has to be \(kind)")
    }

    private func member(_ name: String) throws(UndecodableBody) -> JSONValue? {
        guard let other = MemberSpelling.camelCase[name], let alternative = json[other] else { return json[name] }
        guard json[name] == nil else { throw MemberSpelling.twice(name) }
        return alternative
    }

    /// Empty when absent: OpenFGA's bodies are protocol buffers, where both are the same.
    func text(_ name: String) throws(UndecodableBody) -> String {
        switch try member(name) {
        case nil, .null: return ""
        case .string(let text): return text
        default: throw Self.wrong("`\(name)`", "a string")
        }
    }

    func object(_ name: String) throws(UndecodableBody) -> OpenFGARequest? {
        switch try member(name) {
        case nil, .null: return nil
        case .some(let value): return try OpenFGARequest(value, what: "`\(name)`")
        }
    }

    func list(_ name: String) throws(UndecodableBody) -> [JSONValue] {
        switch try member(name) {
        case nil, .null: return []
        case .array(let elements): return elements
        default: throw Self.wrong("`\(name)`", "a list")
        }
    }

    /// A number may be a string too: the JSON of protocol buffers has both.
    func integer(_ name: String) throws(UndecodableBody) -> Int? {
        let value = try member(name)
        let number: Int? =
            switch value {
            case nil, .null: nil
            case .integer(let number): Int(exactly: number)
            case .number(let number): Int(exactly: number)
            case .string(let text): Int(text)
            default: nil
            }
        guard number != nil || value == nil || value == .null else { throw Self.wrong("`\(name)`", "a whole number") }
        return number
    }

    func flag(_ name: String) throws(UndecodableBody) -> Bool {
        switch try member(name) {
        case nil, .null: return false
        case .bool(let flag): return flag
        default: throw Self.wrong("`\(name)`", "true or false")
        }
    }

    /// What conditions read.
    func context() throws(UndecodableBody) -> [String: Value] {
        guard let context = try object("context"), case .object(let members) = context.json else { return [:] }
        return ConditionContext.values(members)
    }

    /// `contextual_tuples`, which is an object with `tuple_keys` everywhere but in list-users.
    func contextual() throws -> [Relationship] {
        let elements: [JSONValue] =
            if case .array(let plain)? = try member("contextual_tuples") { plain } else {
                try object("contextual_tuples")?.list("tuple_keys") ?? []
            }
        let tuples = try elements.map { element in
            do {
                return try OpenFGARequest(element, what: "a contextual tuple").relationship()
            } catch let reference as InvalidReference {
                throw OpenFGAError(.invalidTuple, "`\(reference.text)` is not valid: \(reference.reason)")
            }
        }
        if tuples.count > 1 { try Self.requireAgreement(tuples) }
        return tuples
    }

    /// OpenFGA takes a tuple that is given twice for one; which of two with different conditions was meant cannot be known.
    private static func requireAgreement(_ tuples: [Relationship]) throws(OpenFGAError) {
        var seen: [RelationshipKey: Relationship] = [:]
        for tuple in tuples {
            guard let before = seen.updateValue(tuple, forKey: tuple.key), before != tuple else { continue }
            throw OpenFGAError(.duplicateContextualTuple, "Duplicate contextual tuple in request: \(tuple.key)")
        }
    }

    /// A tuple key with its condition.
    func relationship() throws -> Relationship {
        let key = try key()
        var condition: ConditionReference?
        if let given = try object("condition") {
            let name = try given.text("name")
            // Without a name it must not become a relationship that always holds.
            guard !name.isEmpty else {
                throw OpenFGAError(.validationError, "a condition needs its `name`; without a condition leave it out")
            }
            condition = ConditionReference(name: name, context: try given.context())
        }
        return Relationship(object: key.object, relation: key.relation, subject: key.subject, condition: condition)
    }

    /// `tuple_key`, which says what is asked.
    func askedTuple() throws -> OpenFGARequest {
        guard let tuple = try object("tuple_key") else {
            throw OpenFGAError(.tupleKeyMissing, "`tuple_key` is missing: give `user`, `relation` and `object`")
        }
        return tuple
    }

    func key() throws -> RelationshipKey {
        let relation = try text("relation")
        guard !relation.isEmpty else { throw OpenFGAError(.validationError, "the relation is missing: give `relation`") }
        return RelationshipKey(
            object: try ObjectReference(parsing: try text("object")), relation: relation,
            subject: try SubjectReference(parsing: try text("user")))
    }
}

extension JSONValue {
    /// A relationship as a tuple key.
    init(tuple relationship: Relationship) {
        var members: [String: JSONValue] = [
            "user": .string(relationship.subject.description), "relation": .string(relationship.relation),
            "object": .string(relationship.object.description),
        ]
        if let condition = relationship.condition {
            members["condition"] = .object([
                "name": .string(condition.name), "context": .object(condition.context.mapValues { JSONValue($0) }),
            ])
        }
        self = .object(members)
    }
}

import Foundation
import Permissions

/// A tuple as the OpenFGA suites write it.
struct SuiteTuple {
    let json: [String: Any]

    func relationship() throws -> Relationship {
        var condition: ConditionReference?
        if let given = json["condition"] as? [String: Any], let name = given["name"] as? String {
            condition = ConditionReference(name: name, context: PublicSuite.context(given["context"]))
        }
        return Relationship(
            object: try ObjectReference(parsing: text("object")), relation: text("relation"),
            subject: try SubjectReference(parsing: text("user")), condition: condition)
    }

    func text(_ key: String) -> String { json[key] as? String ?? "" }

    static func relationships(_ json: Any?) throws -> [Relationship] {
        try (json as? [[String: Any]] ?? []).map { try SuiteTuple(json: $0).relationship() }
    }
}

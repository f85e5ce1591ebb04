import API
import Permissions
import Store

extension ChangeFilter {
    static let parameters: Set<String> = ["type", "relation", "subject_type", "object", "subject"]

    init(_ query: Query) throws {
        self.init(
            objectTypes: try Self.names("type", "document,group", query), relations: try Self.names("relation", "owner,viewer", query),
            subjectTypes: try Self.names("subject_type", "user,group", query),
            object: try query["object"].map { text throws(InvalidReference) in try ObjectReference(parsing: text) },
            subject: try query["subject"].map { text throws(InvalidReference) in try SubjectReference(parsing: text) })
    }

    private static func names(_ parameter: String, _ example: String, _ query: Query) throws(Refusal) -> Set<String>? {
        guard let text = query[parameter] else { return nil }
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard names.count <= 100, names.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 254 }) else {
            throw Refusal(.invalidRequest, "`\(parameter)` is a list of at most 100 names, such as `\(example)`")
        }
        return Set(names)
    }
}

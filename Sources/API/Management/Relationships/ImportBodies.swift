/// How far an import has come; also each line of its stream of progress.
public struct ImportProgress: Codable, Sendable, Equatable {
    /// Relationships read so far.
    public var read: Int
    /// Relationships that are durable and in force, those that were there already included; always the first ones of the body.
    public var committed: Int
    /// Those of them that were new or have changed.
    public var changed: Int
    /// The last revision written; absent when nothing has been.
    public var revision: UInt64?
    /// True on the last line of an import that took everything.
    public var complete: Bool
    /// What ended the import.
    public var problem: Problem?

    public init(read: Int, committed: Int, changed: Int, revision: UInt64? = nil, complete: Bool = false, problem: Problem? = nil) {
        self.read = read
        self.committed = committed
        self.changed = changed
        self.revision = revision
        self.complete = complete
        self.problem = problem
    }
}

/// Where bodies of one JSON value per line are told apart from others.
public enum LinesOfJSON {
    public static let mediaType = "application/x-ndjson"
    /// Bytes of one line.
    public static let maximumLineLength = 64 * 1024
    /// The header with the revision of an answer that has no place for it in its body.
    public static let revisionHeader = "Cardea-Revision"
}

extension RelationshipBody {
    /// Reads one line of an import: `"tool:x#caller@user:anne"`, or an object as in a write.
    public init(line: [UInt8]) throws(UndecodableBody) {
        let value = try JSONValue(parsing: line)
        if let text = value.string {
            guard let body = RelationshipBody(text: text) else {
                throw UndecodableBody(code: .invalidRequest, message: "`\(text)` is not of the form `object#relation@subject`")
            }
            self = body
            return
        }
        guard case .object = value else {
            throw UndecodableBody(code: .invalidRequest, message: "a relationship is a text or an object, not \(value.kind)")
        }
        if let unknown = Self.members.firstUnknown(in: value) {
            throw UndecodableBody(code: .unknownMember, message: "the member `\(unknown)` is not known here")
        }
        self = try Wire.decode(RelationshipBody.self, from: line)
    }
}

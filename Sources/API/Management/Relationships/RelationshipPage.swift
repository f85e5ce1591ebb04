/// One page of relationships; `next` is the cursor of the following page, absent on the last one.
public struct RelationshipPage: Codable, Sendable, Equatable {
    public var items: [RelationshipBody]
    public var next: String?
    /// The page is at least as new as this revision.
    public var revision: UInt64

    public init(items: [RelationshipBody], next: String? = nil, revision: UInt64) {
        self.items = items
        self.next = next
        self.revision = revision
    }
}

/// One page of a list; `next` is the cursor of the following page, absent on the last one.
public struct ListBody<Item: Codable & Sendable>: Codable, Sendable {
    public var items: [Item]
    public var next: String?

    public init(items: [Item], next: String? = nil) {
        self.items = items
        self.next = next
    }
}

extension ListBody: Equatable where Item: Equatable {}

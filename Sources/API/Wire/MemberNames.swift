/// The members a management body may have, nested like the body, so that a misspelt member is refused instead of ignored.
public struct MemberNames: Sendable {
    let names: Set<String>
    let nested: [String: MemberNames]

    public init<Keys: CodingKey & CaseIterable>(_ keys: Keys.Type, nested: [Keys: MemberNames] = [:]) where Keys: Hashable {
        names = Set(Keys.allCases.map(\.stringValue))
        self.nested = Dictionary(uniqueKeysWithValues: nested.map { ($0.key.stringValue, $0.value) })
    }

    private init(names: Set<String>, nested: [String: MemberNames]) {
        self.names = names
        self.nested = nested
    }

    /// The members of a body that is made of two.
    public func joined(with other: MemberNames) -> MemberNames {
        MemberNames(names: names.union(other.names), nested: nested.merging(other.nested) { first, _ in first })
    }

    /// The first member that is not known, as a path such as `tools.0.nmae`; nil when all are.
    func firstUnknown(in value: JSONValue, at path: String = "") -> String? {
        switch value {
        case .object(let members):
            for name in members.keys.sorted() where !names.contains(name) {
                return path + name
            }
            for (name, inner) in nested {
                if let member = members[name], let unknown = inner.firstUnknown(in: member, at: "\(path)\(name).") { return unknown }
            }
            return nil
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                if let unknown = firstUnknown(in: element, at: "\(path)\(index).") { return unknown }
            }
            return nil
        case .null, .bool, .integer, .number, .string:
            return nil
        }
    }
}

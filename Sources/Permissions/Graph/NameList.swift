/// A short growing list of names with their numbers, such as the types met in a graph.
struct NameList: Sendable {
    private(set) var names: ContiguousArray<String> = []
    private var numbers: [Key: UInt32] = [:]

    private struct Key: Hashable {
        let name: String
        static func == (first: Key, second: Key) -> Bool { sameBytes(first.name, second.name) }
        func hash(into hasher: inout Hasher) { hasher.combine(bytesOf: name) }
    }

    func number(of name: String) -> UInt32? { numbers[Key(name: name)] }

    mutating func intern(_ name: String) -> UInt32 {
        if let known = number(of: name) { return known }
        let number = UInt32(names.count)
        names.append(name)
        numbers[Key(name: name)] = number
        return number
    }
}

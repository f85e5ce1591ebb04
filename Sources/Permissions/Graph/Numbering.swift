/// New numbers for those names of a table that are asked for; the numbers of types stay.
struct Numbering {
    private let old: EntityTable
    private var new: EntityTable
    private var numbers: ContiguousArray<UInt32>

    init(from old: EntityTable) {
        self.old = old
        new = EntityTable(types: old.types)
        numbers = ContiguousArray(repeating: .max, count: old.count)
    }

    mutating func number(of entity: UInt32) -> UInt32 {
        let known = numbers[Int(entity)]
        guard known == .max else { return known }
        let type = old.type(of: entity)
        let number = old.id(of: entity).withBytes { new.internAtOnce(type: type, id: $0) }
        numbers[Int(entity)] = number
        return number
    }

    /// The names that were asked for.
    consuming func finish() -> EntityTable {
        new.finishAtOnce()
        return new
    }
}

/// A short ascending list of entities.
struct SortedRow: Sendable {
    private(set) var values: ContiguousArray<UInt32> = []

    var isEmpty: Bool { values.isEmpty }

    /// Where the value is, or would be.
    func position(of value: UInt32) -> Int {
        var low = 0
        var high = values.count
        while low < high {
            let middle = (low + high) / 2
            if values[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func contains(_ value: UInt32) -> Bool {
        let position = position(of: value)
        return position < values.count && values[position] == value
    }

    mutating func insert(_ value: UInt32) {
        let position = position(of: value)
        guard position == values.count || values[position] != value else { return }
        values.insert(value, at: position)
    }

    mutating func remove(_ value: UInt32) {
        let position = position(of: value)
        guard position < values.count, values[position] == value else { return }
        values.remove(at: position)
    }
}

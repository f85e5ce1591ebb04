/// The characters a place of a pattern takes.
struct CharacterClass: Sendable {
    struct Item: Sendable {
        let set: CharacterSet
        let isNegated: Bool
    }

    enum CharacterSet: Sendable {
        /// Sorted and apart.
        case ranges([ClosedRange<UInt32>])
        case categories(Set<Unicode.GeneralCategory>)

        func contains(_ scalar: Unicode.Scalar) -> Bool {
            switch self {
            case .categories(let categories): return categories.contains(scalar.properties.generalCategory)
            case .ranges(let ranges):
                var (low, high) = (0, ranges.count)
                while low < high {
                    let middle = (low + high) / 2
                    if scalar.value > ranges[middle].upperBound {
                        low = middle + 1
                    } else if scalar.value < ranges[middle].lowerBound {
                        high = middle
                    } else {
                        return true
                    }
                }
                return false
            }
        }
    }

    private let items: [Item]
    private let isNegated: Bool
    private let isFolded: Bool
    /// Answers for the 128 characters of ASCII, so that common text needs no search.
    private var ascii: (low: UInt64, high: UInt64) = (0, 0)

    init(_ items: [Item], isNegated: Bool, isFolded: Bool) {
        self.items = items
        self.isNegated = isNegated
        self.isFolded = isFolded
        for value in UInt8(0)..<128 where search(Unicode.Scalar(value)) {
            if value < 64 { ascii.low |= 1 << UInt64(value) } else { ascii.high |= 1 << UInt64(value - 64) }
        }
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        let value = UInt64(scalar.value)
        if value < 64 { return ascii.low >> value & 1 == 1 }
        if value < 128 { return ascii.high >> (value - 64) & 1 == 1 }
        return search(scalar)
    }

    private func search(_ scalar: Unicode.Scalar) -> Bool {
        isNegated != items.contains { $0.isNegated != contains(scalar, in: $0.set) }
    }

    private func contains(_ scalar: Unicode.Scalar, in set: CharacterSet) -> Bool {
        if set.contains(scalar) { return true }
        guard isFolded else { return false }
        return CaseFolding.spellings(of: scalar).contains { value in
            Unicode.Scalar(value).map { set.contains($0) } ?? false
        }
    }
}

extension CharacterClass.CharacterSet {
    /// Ranges in any order, which may overlap.
    static func joining(_ ranges: [ClosedRange<UInt32>]) -> CharacterClass.CharacterSet {
        var joined: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = joined.last, range.lowerBound <= last.upperBound {
                joined[joined.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
        return .ranges(joined)
    }
}

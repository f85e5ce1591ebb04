/// Rows of bits of one width.
struct BitMatrix: Sendable {
    private let wordsPerRow: Int
    private var words: ContiguousArray<UInt64>

    init(rows: Int, columns: Int) {
        wordsPerRow = (columns + 63) / 64
        words = ContiguousArray(repeating: 0, count: rows * wordsPerRow)
    }

    subscript(row: Int, column: Int) -> Bool {
        @inline(__always) get { words[row * wordsPerRow + column >> 6] >> UInt64(column & 63) & 1 == 1 }
        set {
            let bit = UInt64(1) << UInt64(column & 63)
            if newValue { words[row * wordsPerRow + column >> 6] |= bit } else { words[row * wordsPerRow + column >> 6] &= ~bit }
        }
    }

    mutating func setAll(row: Int) {
        for word in 0..<wordsPerRow { words[row * wordsPerRow + word] = .max }
    }

    /// Adds the bits of `other` to `row`; true when that changed it.
    @discardableResult
    mutating func add(_ other: Int, to row: Int) -> Bool {
        var isChanged = false
        for word in 0..<wordsPerRow {
            let sum = words[row * wordsPerRow + word] | words[other * wordsPerRow + word]
            if sum != words[row * wordsPerRow + word] { isChanged = true }
            words[row * wordsPerRow + word] = sum
        }
        return isChanged
    }
}

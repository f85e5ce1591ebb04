/// Rows in one piece: all values of one entity behind one another, class by class and each in ascending order.
///
/// What an entity has lies in one or two cache lines, so that looking at several classes of it costs one way to memory.
struct AdjacencyBlock: Sendable {
    /// Where the values of one entity and class lie.
    struct Row {
        let start: Int
        let count: Int
    }

    struct Entry {
        let entity: UInt32
        let edgeClass: UInt32
        let value: UInt32
    }

    /// A word before the values of a class holds the class above so many bits with their count; all bits set mean that the count is
    /// in a word of its own.
    private static let countBits: UInt32 = 8
    private static let longCount: UInt32 = 255

    /// Where each entity's words begin, and after the last where they end.
    private var starts: ContiguousArray<UInt32> = [0]
    private var words: ContiguousArray<UInt32> = []
    private(set) var count = 0

    init() {}

    /// Entries in any order, perhaps more than once; `visit` is asked twice and must tell the same both times.
    @inline(__always)
    init(_ visit: (_ body: (UInt32, UInt32, UInt32) -> Void) -> Void) {
        // One place more than entities, so that the running sum below turns counts into ends.
        var ends = ContiguousArray<UInt32>()
        visit { entity, _, _ in
            if Int(entity) >= ends.count { ends.append(contentsOf: repeatElement(0, count: max(Int(entity) + 1 - ends.count, ends.count))) }
            ends[Int(entity)] += 1
        }
        while let last = ends.last, last == 0 { ends.removeLast() }
        var total: UInt32 = 0
        for entity in ends.indices {
            let count = ends[entity]
            ends[entity] = total
            total += count
        }
        var scattered = ContiguousArray<UInt64>(repeating: 0, count: Int(total))
        visit { entity, edgeClass, value in
            scattered[Int(ends[Int(entity)])] = UInt64(edgeClass) << 32 | UInt64(value)
            ends[Int(entity)] += 1
        }
        pack(&scattered, ends: ends)
    }

    /// Sorts what lies between two ends, and puts it behind one another without duplicates.
    private mutating func pack(_ scattered: inout ContiguousArray<UInt64>, ends: ContiguousArray<UInt32>) {
        starts = ContiguousArray(repeating: 0, count: ends.count + 1)
        words.reserveCapacity(AdjacencyBlock.wordCount(&scattered, ends: ends))
        var start = 0
        for entity in ends.indices {
            starts[entity] = UInt32(words.count)
            let end = Int(ends[entity])
            append(scattered, start..<end)
            start = end
        }
        starts[ends.count] = UInt32(words.count)
    }

    private static func wordCount(_ scattered: inout ContiguousArray<UInt64>, ends: ContiguousArray<UInt32>) -> Int {
        var start = 0
        var count = scattered.count
        for end in ends {
            scattered.withUnsafeMutableBufferPointer { sort($0, start, Int(end)) }
            var previous: UInt64 = .max
            for index in start..<Int(end) {
                // Two words for each class are enough for every count.
                if scattered[index] >> 32 != previous >> 32 { count += index + Int(longCount) <= Int(end) ? 2 : 1 }
                previous = scattered[index]
            }
            start = Int(end)
        }
        return count
    }

    @inline(__always)
    private static func sort(_ values: UnsafeMutableBufferPointer<UInt64>, _ start: Int, _ end: Int) {
        guard end - start <= 24 else {
            var long = UnsafeMutableBufferPointer(rebasing: values[start..<end])
            long.sort()
            return
        }
        var index = start + 1
        while index < end {
            let value = values[index]
            var place = index
            while place > start, values[place - 1] > value {
                values[place] = values[place - 1]
                place -= 1
            }
            values[place] = value
            index += 1
        }
    }

    private mutating func append(_ sorted: ContiguousArray<UInt64>, _ range: Range<Int>) {
        var index = range.lowerBound
        while index < range.upperBound {
            let edgeClass = UInt32(sorted[index] >> 32)
            precondition(edgeClass < 1 << (32 - AdjacencyBlock.countBits), "more kinds of relationships than a graph can hold")
            var end = index
            var distinct: UInt32 = 0
            while end < range.upperBound, UInt32(sorted[end] >> 32) == edgeClass {
                if end == index || sorted[end] != sorted[end - 1] { distinct += 1 }
                end += 1
            }
            words.append(edgeClass << AdjacencyBlock.countBits | min(distinct, AdjacencyBlock.longCount))
            if distinct >= AdjacencyBlock.longCount { words.append(distinct) }
            for position in index..<end where position == index || sorted[position] != sorted[position - 1] {
                words.append(UInt32(truncatingIfNeeded: sorted[position]))
            }
            count += Int(distinct)
            index = end
        }
    }

    @inline(__always)
    func row(_ entity: UInt32, _ edgeClass: UInt32) -> Row? {
        guard Int(entity) < starts.count - 1 else { return nil }
        return words.withUnsafeBufferPointer { words in
            var position = Int(starts[Int(entity)])
            let end = Int(starts[Int(entity) + 1])
            while position < end {
                let row = AdjacencyBlock.row(at: position, in: words)
                let found = words[position] >> AdjacencyBlock.countBits
                if found >= edgeClass { return found == edgeClass ? row : nil }
                position = row.start + row.count
            }
            return nil
        }
    }

    @inline(__always)
    private static func row(at position: Int, in words: UnsafeBufferPointer<UInt32>) -> Row {
        let count = words[position] & longCount
        if count < longCount { return Row(start: position + 1, count: Int(count)) }
        return Row(start: position + 2, count: Int(words[position + 1]))
    }

    @inline(__always)
    func value(_ index: Int, of row: Row) -> UInt32 { words[row.start + index] }

    @inline(__always)
    func contains(_ value: UInt32, in row: Row) -> Bool {
        words.withUnsafeBufferPointer { words in
            var low = row.start
            var high = low + row.count
            while high - low > 8 {
                let middle = (low + high) / 2
                if words[middle] <= value { low = middle } else { high = middle }
            }
            while low < high {
                if words[low] == value { return true }
                low += 1
            }
            return false
        }
    }

    /// Every row of every entity, in order.
    @inline(__always)
    func forEachRow(_ body: (_ entity: UInt32, _ edgeClass: UInt32, Row) -> Void) {
        words.withUnsafeBufferPointer { words in
            for entity in 0..<(starts.count - 1) {
                var position = Int(starts[entity])
                let end = Int(starts[entity + 1])
                while position < end {
                    let row = AdjacencyBlock.row(at: position, in: words)
                    body(UInt32(entity), words[position] >> AdjacencyBlock.countBits, row)
                    position = row.start + row.count
                }
            }
        }
    }
}

/// Rows in one piece: all values of one entity behind one another, class by class and each in ascending order.
///
/// What an entity has lies in one or two cache lines, so that looking at several classes of it costs one way to memory.
struct AdjacencyBlock: Sendable {
    /// The values of one entity and class, in ascending order; valid as long as the block is.
    struct Row {
        let edgeClass: UInt32
        let values: UnsafeBufferPointer<UInt32>

        @inline(__always)
        func contains(_ value: UInt32) -> Bool {
            var low = 0
            var high = values.count
            while high - low > 8 {
                let middle = (low + high) / 2
                if values[middle] <= value { low = middle } else { high = middle }
            }
            while low < high {
                if values[low] == value { return true }
                low += 1
            }
            return false
        }
    }

    /// The rows of one entity, by ascending class; valid as long as the block is.
    struct Rows {
        private var position: UnsafePointer<UInt32>
        private let end: UnsafePointer<UInt32>

        @inline(__always)
        fileprivate init(position: UnsafePointer<UInt32>, end: UnsafePointer<UInt32>) {
            self.position = position
            self.end = end
        }

        @inline(__always)
        mutating func next() -> Row? {
            guard position < end else { return nil }
            let head = position[0]
            var count = Int(head & longCount)
            var start = position + 1
            if count == longCount {
                count = Int(start[0])
                start += 1
            }
            position = start + count
            return Row(edgeClass: head >> countBits, values: UnsafeBufferPointer(start: start, count: count))
        }
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
    private(set) var starts = FixedArray<UInt32>(CollectionOfOne(0))
    private(set) var words = FixedArray<UInt32>(EmptyCollection())
    private(set) var count = 0

    init() {}

    var byteCount: Int { starts.byteCount + words.byteCount }

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
        let capacity = AdjacencyBlock.wordCount(&scattered, ends: ends)
        precondition(capacity < UInt32.max, "more relationships than a graph can hold")
        var distinct = 0
        var wordCount = 0
        starts = FixedArray(capacity: ends.count + 1) { starts in
            words = FixedArray(capacity: capacity) { words in
                var start = 0
                for entity in ends.indices {
                    starts[entity] = UInt32(wordCount)
                    let end = Int(ends[entity])
                    distinct += AdjacencyBlock.append(scattered, start..<end, to: words, &wordCount)
                    start = end
                }
                return wordCount
            }
            starts[ends.count] = UInt32(wordCount)
            return ends.count + 1
        }
        count = distinct
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

    /// The number of values put behind one another, each once.
    private static func append(
        _ sorted: ContiguousArray<UInt64>, _ range: Range<Int>, to words: UnsafeMutableBufferPointer<UInt32>, _ wordCount: inout Int
    ) -> Int {
        var count = 0
        var index = range.lowerBound
        while index < range.upperBound {
            let edgeClass = UInt32(sorted[index] >> 32)
            precondition(edgeClass < 1 << (32 - countBits), "more kinds of relationships than a graph can hold")
            var end = index
            var distinct: UInt32 = 0
            while end < range.upperBound, UInt32(sorted[end] >> 32) == edgeClass {
                if end == index || sorted[end] != sorted[end - 1] { distinct += 1 }
                end += 1
            }
            words[wordCount] = edgeClass << countBits | min(distinct, longCount)
            wordCount += 1
            if distinct >= longCount {
                words[wordCount] = distinct
                wordCount += 1
            }
            for position in index..<end where position == index || sorted[position] != sorted[position - 1] {
                words[wordCount] = UInt32(truncatingIfNeeded: sorted[position])
                wordCount += 1
            }
            count += Int(distinct)
            index = end
        }
        return count
    }

    /// No rows for an entity that the block does not know.
    @inline(__always)
    func rows(of entity: UInt32) -> Rows {
        guard Int(entity) < starts.count - 1 else { return Rows(position: words.start, end: words.start) }
        return Rows(position: words.start + Int(starts[Int(entity)]), end: words.start + Int(starts[Int(entity) + 1]))
    }

    @inline(__always)
    func row(_ entity: UInt32, _ edgeClass: UInt32) -> Row? {
        var rows = rows(of: entity)
        while let row = rows.next(), row.edgeClass <= edgeClass {
            if row.edgeClass == edgeClass { return row }
        }
        return nil
    }

    /// Every row of every entity, in order.
    @inline(__always)
    func forEachRow(_ body: (_ entity: UInt32, Row) -> Void) {
        for entity in 0..<UInt32(starts.count - 1) {
            var rows = rows(of: entity)
            while let row = rows.next() { body(entity, row) }
        }
    }
}

import Foundation

/// Values in one piece of memory, written once and then only read.
///
/// Large ones ask for large pages: a question jumps about in them, and with small pages each jump would have to find its page too.
/// INVARIANT: nothing writes after `init`, so every thread may read; `start` is valid as long as a copy of the value lives.
struct FixedArray<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    private final class Memory {
        let start: UnsafeMutableRawPointer

        init(byteCount: Int) {
            let isLarge = byteCount >= FixedArray.largeByteCount
            start = .allocate(byteCount: max(byteCount, 1), alignment: isLarge ? FixedArray.largePage : FixedArray.cacheLine)
            // A request only: without large pages everything is right and somewhat slower.
            if isLarge { _ = madvise(start, byteCount, Int32(MADV_HUGEPAGE)) }
        }

        deinit { start.deallocate() }
    }

    private static var cacheLine: Int { 64 }
    private static var largePage: Int { 2 << 20 }
    private static var largeByteCount: Int { 4 << 20 }

    private let memory: Memory
    let start: UnsafePointer<Element>
    let count: Int

    /// `fill` writes from the front and tells how many values it wrote.
    init(capacity: Int, fill: (UnsafeMutableBufferPointer<Element>) -> Int) {
        memory = Memory(byteCount: capacity * MemoryLayout<Element>.stride)
        let values = memory.start.bindMemory(to: Element.self, capacity: capacity)
        count = fill(UnsafeMutableBufferPointer(start: values, count: capacity))
        precondition(count <= capacity, "a table was filled beyond its end")
        start = UnsafePointer(values)
    }

    init(_ values: some Collection<Element>) {
        self.init(capacity: values.count) { memory in
            _ = memory.initialize(from: values)
            return values.count
        }
    }

    var byteCount: Int { count * MemoryLayout<Element>.stride }

    subscript(index: Int) -> Element {
        @inline(__always) get {
            assert(index >= 0 && index < count, "an index beyond a table")
            return start[index]
        }
    }
}

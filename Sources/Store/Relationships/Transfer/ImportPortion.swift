import Permissions

/// Relationships of one transaction of an import, with their keys as bytes, so that the database's one writer only has to bind them.
struct ImportPortion: Sendable {
    let relationships: [Relationship]
    /// The keys as they are written in a line, each with a line feed behind it.
    private let bytes: ContiguousArray<UInt8>
    /// Where each part of each key ends in the bytes.
    private let ends: ContiguousArray<Int32>

    private static let partCount = 6

    init(_ relationships: [Relationship]) {
        var bytes = ContiguousArray<UInt8>()
        var ends = ContiguousArray<Int32>()
        bytes.reserveCapacity(relationships.count * 80)
        ends.reserveCapacity(relationships.count * Self.partCount)
        func append(_ text: String, then separator: Unicode.Scalar) {
            bytes.append(bytesOf: text)
            ends.append(Int32(bytes.count))
            bytes.append(UInt8(ascii: separator))
        }
        for relationship in relationships {
            append(relationship.object.type, then: ":")
            append(relationship.object.id, then: "#")
            append(relationship.relation, then: "@")
            append(relationship.subject.type, then: ":")
            append(relationship.subject.id, then: relationship.subject.relation == nil ? "\n" : "#")
            if let relation = relationship.subject.relation { append(relation, then: "\n") } else { ends.append(Int32(bytes.count - 1)) }
        }
        self.relationships = relationships
        self.bytes = bytes
        self.ends = ends
    }

    var count: Int { relationships.count }

    /// Runs `body` on the keys, which may be bound as long as it runs.
    func withKeys<Result>(_ body: (Keys) throws -> Result) rethrows -> Result {
        try bytes.withUnsafeBufferPointer { bytes in
            try ends.withUnsafeBufferPointer { try body(Keys(bytes: bytes, ends: $0)) }
        }
    }

    struct Keys {
        fileprivate let bytes: UnsafeBufferPointer<UInt8>
        fileprivate let ends: UnsafeBufferPointer<Int32>

        /// The key without its line feed.
        func line(_ index: Int) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(rebasing: bytes[start(index)..<Int(ends[index * partCount + partCount - 1])])
        }

        /// The parts in the order of the table's columns.
        @inline(__always)
        func forEachPart(_ index: Int, _ body: (_ part: Int32, UnsafeBufferPointer<UInt8>) -> Void) {
            var start = start(index)
            for part in 0..<partCount {
                let end = Int(ends[index * partCount + part])
                // A subject that is not a set has nothing behind its id, not even a separator.
                body(Int32(part), UnsafeBufferPointer(rebasing: bytes[min(start, end)..<end]))
                start = end + 1
            }
        }

        private func start(_ index: Int) -> Int { index == 0 ? 0 : Int(ends[index * partCount - 1]) + 1 }
    }
}

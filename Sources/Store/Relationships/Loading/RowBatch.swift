import Permissions

/// The keys of rows behind one another, so that another thread can make something of them while the next rows are read.
struct RowBatch: Sendable {
    /// Enough that handing one over costs nothing beside reading it, and few enough to stay in the processor's cache.
    static let capacity = 1_024
    private static let textCount = 6

    private var bytes: ContiguousArray<UInt8> = []
    /// Where each text ends.
    private var ends: ContiguousArray<Int> = []

    init() {
        bytes.reserveCapacity(Self.capacity * 64)
        ends.reserveCapacity(Self.capacity * Self.textCount)
    }

    var isEmpty: Bool { ends.isEmpty }
    var isFull: Bool { ends.count == Self.capacity * Self.textCount }

    mutating func append(_ texts: RelationshipTexts) {
        append(texts.objectType)
        append(texts.objectID)
        append(texts.relation)
        append(texts.subjectType)
        append(texts.subjectID)
        append(texts.subjectRelation)
    }

    @inline(__always)
    private mutating func append(_ text: RelationshipTexts.Text) {
        bytes.append(contentsOf: text)
        ends.append(bytes.count)
    }

    /// Runs `body` on the key of each row.
    func forEach(_ body: (RelationshipTexts) throws -> Void) rethrows {
        try bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            for row in stride(from: 0, to: ends.count, by: Self.textCount) {
                func text(_ index: Int) -> RelationshipTexts.Text {
                    defer { start = ends[row + index] }
                    return RelationshipTexts.Text(rebasing: bytes[start..<ends[row + index]])
                }
                let (objectType, objectID, relation) = (text(0), text(1), text(2))
                try body(
                    RelationshipTexts(
                        objectType: objectType, objectID: objectID, relation: relation, subjectType: text(3), subjectID: text(4),
                        subjectRelation: text(5)))
            }
        }
    }
}

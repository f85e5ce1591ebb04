import Foundation

/// Makes the graph of relationships that are told one by one.
package struct GraphBuilder {
    private var entities = EntityTable()
    private var classes = EdgeClassTable()
    private var entries = ContiguousArray<AdjacencyBlock.Entry>()
    /// One key can be in two classes only if one of them is decorated, so those go in one by one and in order.
    private var late: [Relationship] = []
    private var lateKeys: Set<RelationshipKey> = []
    private var recent = RecentClasses()
    private var object = LastObject()

    package init() {}

    /// Of two relationships with the same key the later counts.
    package mutating func append(_ relationship: Relationship) {
        let isDecorated = relationship.condition != nil || relationship.expiresAt != nil
        if isDecorated || !lateKeys.isEmpty && lateKeys.contains(relationship.key) {
            late.append(relationship)
            lateKeys.insert(relationship.key)
        } else {
            relationship.withTexts { append($0, recent.numbers(of: relationship, $0, &entities, &classes)) }
        }
    }

    /// The same for a relationship with neither condition nor expiry whose key is told once only.
    ///
    /// False, and nothing has been done, when the bytes are not like those before, and do not show at once that they are a relationship:
    /// then it has to be made of them, and appended as one.
    package mutating func append(_ texts: RelationshipTexts) -> Bool {
        guard let numbers = recent.numbers(of: texts), texts.hasPlainIDs else { return false }
        append(texts, numbers)
        return true
    }

    @inline(__always)
    private mutating func append(_ texts: RelationshipTexts, _ numbers: RecentClasses.Numbers) {
        if !object.isSame(type: numbers.objectType, id: texts.objectID) {
            object.set(
                type: numbers.objectType, id: texts.objectID, entity: entities.internAtOnce(type: numbers.objectType, id: texts.objectID))
        }
        entries.append(
            AdjacencyBlock.Entry(
                entity: object.entity, edgeClass: numbers.edgeClass,
                value: entities.internAtOnce(type: numbers.subjectType, id: texts.subjectID)))
    }

    package consuming func graph(model: Model, revision: Revision) -> Graph {
        Graph(model: model, content: finish(), revision: revision)
    }

    consuming func finish() -> GraphContent {
        entities.finishAtOnce()
        var content = GraphContent(entities: entities, classes: classes, entries: entries)
        content.touchLate(late)
        return content
    }
}

/// The object of the relationship before: in the order of a key the next one often has the same.
private struct LastObject {
    private(set) var entity: UInt32 = 0
    private var type: UInt32 = 0
    private var id: ContiguousArray<UInt8> = []

    @inline(__always)
    func isSame(type: UInt32, id: UnsafeBufferPointer<UInt8>) -> Bool {
        guard type == self.type, id.count == self.id.count, let bytes = id.baseAddress else { return false }
        return self.id.withUnsafeBufferPointer { own in own.baseAddress.map { memcmp($0, bytes, id.count) == 0 } ?? false }
    }

    mutating func set(type: UInt32, id: UnsafeBufferPointer<UInt8>, entity: UInt32) {
        self.type = type
        self.entity = entity
        self.id.removeAll(keepingCapacity: true)
        self.id.append(contentsOf: id)
    }
}

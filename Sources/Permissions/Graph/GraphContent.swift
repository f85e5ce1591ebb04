/// Everything a graph holds except its model; copies share what they have in common.
struct GraphContent: Sendable {
    private(set) var entities = EntityTable()
    private(set) var classes = EdgeClassTable()
    /// Object to subjects, edges without condition and expiry.
    private(set) var forward = Adjacency()
    /// Subject to objects, all edges.
    private(set) var reverse = Adjacency()
    /// Object to subjects, edges with condition or expiry.
    private(set) var decorated = ShardedMap<DecoratedRow>()
    private(set) var relationshipCount = 0
    /// What the decorations take.
    private var decorationBytes = 0
    /// Edges taken away since it was looked at last which names are still used.
    private var removedCount = 0

    /// Numbers of one edge.
    struct Edge {
        let object: UInt32
        let edgeClass: UInt32
        let subject: UInt32
    }

    init() {}

    /// Of two relationships with the same key the later counts.
    init(_ relationships: some Sequence<Relationship>) {
        var builder = GraphBuilder()
        for relationship in relationships { builder.append(relationship) }
        self = builder.finish()
    }

    /// Edges without condition and expiry, perhaps more than once.
    init(entities: EntityTable, classes: EdgeClassTable, entries: consuming ContiguousArray<AdjacencyBlock.Entry>) {
        self.entities = entities
        self.classes = classes
        forward = Adjacency(entries)
        entries = []
        forward.forEachEntry { _, edgeClass, _ in
            self.classes.count(edgeClass, 1)
            relationshipCount += 1
        }
        reverse = Adjacency(reversing: forward)
    }

    /// The rest of a new graph, in its order.
    mutating func touchLate(_ relationships: [Relationship]) {
        var recent = RecentClasses()
        for relationship in relationships {
            touch(relationship, &recent)
            mergeIfNeeded()
        }
        entities.merge()
    }

    mutating func internClass(_ edgeClass: EdgeClass) -> UInt32 { classes.intern(edgeClass) }

    mutating func internType(_ name: String) -> UInt32 { entities.internType(name) }

    mutating func internEntity(type: UInt32, id: String) -> UInt32 { entities.intern(type: type, id: id) }

    /// `recent` is for all changes of one call.
    mutating func apply(_ change: RelationshipChange, _ recent: inout RecentClasses) {
        switch change {
        case .touch(let relationship): touch(relationship, &recent)
        case .delete(let key): delete(key)
        }
    }

    private mutating func intern(_ relationship: Relationship, _ recent: inout RecentClasses) -> Edge {
        if relationship.condition == nil, relationship.expiresAt == nil {
            return relationship.withTexts { texts in
                let numbers = recent.numbers(of: relationship, texts, &entities, &classes)
                return Edge(
                    object: entities.intern(type: numbers.objectType, id: relationship.object.id), edgeClass: numbers.edgeClass,
                    subject: entities.intern(type: numbers.subjectType, id: relationship.subject.id))
            }
        }
        let object = relationship.object
        let subject = relationship.subject
        return Edge(
            object: entities.intern(type: entities.internType(object.type), id: object.id),
            edgeClass: classes.intern(EdgeClass(of: relationship)),
            subject: entities.intern(type: entities.internType(subject.type), id: subject.id))
    }

    mutating func touch(_ relationship: Relationship, _ recent: inout RecentClasses) {
        let edge = intern(relationship, &recent)
        let isDecorated = classes.isDecorated(edge.edgeClass)
        if let existing = existingClass(of: edge, in: classes.family(of: edge.edgeClass)) {
            if existing == edge.edgeClass, !isDecorated { return }
            remove(Edge(object: edge.object, edgeClass: existing, subject: edge.subject))
        }
        if isDecorated {
            add(edge, DecoratedRow.Decoration(expiresAt: relationship.expiresAt, context: relationship.condition?.context ?? [:]))
        } else {
            forward.insert(edge.object, edge.edgeClass, edge.subject)
            addReverse(edge)
        }
    }

    private mutating func add(_ edge: Edge, _ decoration: DecoratedRow.Decoration) {
        decorated.update(Adjacency.key(edge.object, edge.edgeClass), default: DecoratedRow()) { $0.set(edge.subject, decoration) }
        decorationBytes += decoration.byteCount
        addReverse(edge)
    }

    private mutating func addReverse(_ edge: Edge) {
        reverse.insert(edge.subject, edge.edgeClass, edge.object)
        classes.count(edge.edgeClass, 1)
        relationshipCount += 1
    }

    private mutating func delete(_ key: RelationshipKey) {
        guard let objectType = entities.types.number(of: key.object.type), let subjectType = entities.types.number(of: key.subject.type),
            let object = entities.entity(type: objectType, id: key.object.id),
            let subject = entities.entity(type: subjectType, id: key.subject.id)
        else { return }
        let edge = Edge(object: object, edgeClass: 0, subject: subject)
        let family = classes.family(of: EdgeClass(key: key, condition: nil, expires: false))
        guard let existing = existingClass(of: edge, in: family) else { return }
        remove(Edge(object: object, edgeClass: existing, subject: subject))
    }

    /// The class of the family that holds the relationship now; the one of `edge` does not matter.
    private func existingClass(of edge: Edge, in family: ContiguousArray<UInt32>) -> UInt32? {
        family.first { number in
            guard classes.counts[Int(number)] > 0 else { return false }
            guard classes.isDecorated(number) else { return forward.contains(edge.object, number, edge.subject) }
            return decorated[Adjacency.key(edge.object, number)]?.subjects.contains(edge.subject) ?? false
        }
    }

    private mutating func remove(_ edge: Edge) {
        let key = Adjacency.key(edge.object, edge.edgeClass)
        if classes.isDecorated(edge.edgeClass) {
            decorationBytes -= decorated[key]?.decoration(of: edge.subject)?.byteCount ?? 0
            let isEmpty = decorated.update(key, default: DecoratedRow()) { row in
                row.remove(edge.subject)
                return row.subjects.isEmpty
            }
            if isEmpty { decorated.remove(key) }
        } else {
            forward.remove(edge.object, edge.edgeClass, edge.subject)
        }
        reverse.remove(edge.subject, edge.edgeClass, edge.object)
        classes.count(edge.edgeClass, -1)
        relationshipCount -= 1
        removedCount += 1
    }

    /// About as many as all of it takes.
    var byteCount: Int {
        entities.byteCount + forward.byteCount + reverse.byteCount + decorated.byteCount + decorationBytes
            + classes.counts.count * GraphContent.classBytes
    }

    /// The names of a class, and its places in the tables.
    private static let classBytes = 512

    /// Whether so much stands beside the blocks that questions should not have to look there for long.
    var isScattered: Bool {
        forward.isScattered || reverse.isScattered || entities.addedCount > entities.count / 32
            || removedCount > max(GraphContent.fewNames, entities.count / 4)
    }

    /// Whether so much has been taken away since it was last gathered that a look at all names costs little for each of it.
    var hasRemovedMuch: Bool { removedCount > max(GraphContent.manyRemovals, relationshipCount) }

    private static let manyRemovals = 65_536

    /// Folds all of it into the blocks.
    mutating func gather() {
        removedCount = 0
        if forward.isScattered { forward.merge() }
        if reverse.isScattered { reverse.merge() }
        entities.merge()
    }

    /// Unused names of fewer are not worth a look.
    private static let fewNames = 4_096

    /// Whether most names have no edge any more. The cost follows the edges.
    var hasMostlyUnusedNames: Bool {
        guard entities.count > GraphContent.fewNames else { return false }
        var isUsed = ContiguousArray(repeating: false, count: entities.count)
        reverse.forEachEntry { subject, _, object in
            isUsed[Int(subject)] = true
            isUsed[Int(object)] = true
        }
        return isUsed.reduce(0) { $0 + ($1 ? 1 : 0) } < entities.count / 2
    }

    /// The same edges with the names they have and no others, under new numbers.
    func renumbered() -> GraphContent {
        var numbering = Numbering(from: entities)
        var entries = ContiguousArray<AdjacencyBlock.Entry>()
        entries.reserveCapacity(relationshipCount)
        forward.forEachEntry { object, edgeClass, subject in
            entries.append(
                AdjacencyBlock.Entry(entity: numbering.number(of: object), edgeClass: edgeClass, value: numbering.number(of: subject)))
        }
        var content = GraphContent(entities: numbering.finish(), classes: classes.withoutEdges, entries: entries)
        decorated.forEach { key, row in
            let object = content.intern(UInt32(key >> 32), of: entities)
            for (subject, decoration) in zip(row.subjects.values, row.decorations) {
                let subject = content.intern(subject, of: entities)
                content.add(Edge(object: object, edgeClass: UInt32(truncatingIfNeeded: key), subject: subject), decoration)
            }
        }
        content.gather()
        return content
    }

    private mutating func intern(_ entity: UInt32, of other: EntityTable) -> UInt32 {
        entities.intern(type: other.type(of: entity), id: other.id(of: entity))
    }

    /// Folds what changed into the blocks, when it is enough to be worth it.
    mutating func mergeIfNeeded() {
        if forward.needsMerge { forward.merge() }
        if reverse.needsMerge { reverse.merge() }
        if entities.addedCount > max(4_096, entities.count / 4) { entities.merge() }
    }
}

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
            let decoration = DecoratedRow.Decoration(expiresAt: relationship.expiresAt, context: relationship.condition?.context ?? [:])
            decorated.update(Adjacency.key(edge.object, edge.edgeClass), default: DecoratedRow()) { $0.set(edge.subject, decoration) }
        } else {
            forward.insert(edge.object, edge.edgeClass, edge.subject)
        }
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
    }

    /// Whether so much stands beside the blocks that questions should not have to look there for long.
    var isScattered: Bool { forward.isScattered || reverse.isScattered || entities.addedCount > entities.count / 32 }

    /// Folds all of it into the blocks.
    mutating func gather() {
        if forward.isScattered { forward.merge() }
        if reverse.isScattered { reverse.merge() }
        entities.merge()
    }

    /// Folds what changed into the blocks, when it is enough to be worth it.
    mutating func mergeIfNeeded() {
        if forward.needsMerge { forward.merge() }
        if reverse.needsMerge { reverse.merge() }
        if entities.addedCount > max(4_096, entities.count / 4) { entities.merge() }
    }
}

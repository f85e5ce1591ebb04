package import Foundation

/// Which relationships there are, whether or not the model accepts them or their condition holds.
extension Graph {
    /// Whether a relationship matches that has not expired. The cost follows what the one subject has, or with its id open the number of
    /// classes and of relationships that may expire.
    package func contains(_ pattern: KeyPattern, at time: Date) -> Bool {
        guard pattern.subjectID != nil else {
            return content.classes(matching: pattern).contains { content.hasVisibleEdge(of: $0, at: time) }
        }
        var isFound = false
        forEachEdge(pattern) { edge in
            isFound = content.isVisible(edge, at: time)
            return !isFound
        }
        return isFound
    }

    /// How many relationships match, expired ones included.
    package func count(_ pattern: KeyPattern) -> Int {
        guard pattern.subjectID != nil else {
            return content.classes(matching: pattern).reduce(0) { $0 + content.classes.counts[Int($1)] }
        }
        var count = 0
        forEachEdge(pattern) { _ in
            count += 1
            return true
        }
        return count
    }

    /// The first keys of relationships that have not expired, in their order. The cost follows what the one subject has, or the whole graph.
    package func keys(_ pattern: KeyPattern, at time: Date, after: RelationshipKey? = nil, limit: Int) -> [RelationshipKey] {
        var first = FirstKeys(after: after, limit: limit)
        forEachEdge(pattern) { edge in
            if content.isVisible(edge, at: time) { first.add(content.key(of: edge)) }
            return true
        }
        return first.finish()
    }

    /// Until `body` answers false, which with the subject's id open is not listened to.
    private func forEachEdge(_ pattern: KeyPattern, _ body: (GraphContent.Edge) -> Bool) {
        let classes = content.classes(matching: pattern)
        guard let id = pattern.subjectID else {
            var isWanted = ContiguousArray(repeating: false, count: content.classes.counts.count)
            for edgeClass in classes { isWanted[Int(edgeClass)] = true }
            guard !classes.isEmpty else { return }
            content.reverse.forEachEntry { subject, edgeClass, object in
                if isWanted[Int(edgeClass)] { _ = body(GraphContent.Edge(object: object, edgeClass: edgeClass, subject: subject)) }
            }
            return
        }
        for edgeClass in classes {
            guard let subject = content.subject(id, of: edgeClass) else { continue }
            var goesOn = true
            content.reverse.forEach(subject, edgeClass) { object in
                goesOn = body(GraphContent.Edge(object: object, edgeClass: edgeClass, subject: subject))
                return goesOn
            }
            guard goesOn else { return }
        }
    }
}

extension GraphContent {
    /// The classes that have edges and may match.
    fileprivate func classes(matching pattern: KeyPattern) -> [UInt32] {
        (1..<UInt32(classes.counts.count)).filter { classes.counts[Int($0)] > 0 && pattern.matches(classes[$0]) }
    }

    fileprivate func subject(_ id: String, of edgeClass: UInt32) -> UInt32? {
        entities.types.number(of: classes[edgeClass].subjectType).flatMap { entities.entity(type: $0, id: id) }
    }

    fileprivate func key(of edge: Edge) -> RelationshipKey {
        let edgeClass = classes[edge.edgeClass]
        let relation: String? = if case .relation(let name) = edgeClass.subject { name } else { nil }
        return RelationshipKey(
            object: ObjectReference(uncheckedType: edgeClass.objectType, id: entities.id(of: edge.object)), relation: edgeClass.relation,
            subject: SubjectReference(uncheckedType: edgeClass.subjectType, id: entities.id(of: edge.subject), relation: relation))
    }

    fileprivate func isVisible(_ edge: Edge, at time: Date) -> Bool {
        guard classes[edge.edgeClass].expires else { return true }
        return decorated[Adjacency.key(edge.object, edge.edgeClass)]?.decoration(of: edge.subject)?.isVisible(at: time) ?? false
    }

    fileprivate func hasVisibleEdge(of edgeClass: UInt32, at time: Date) -> Bool {
        guard classes[edgeClass].expires else { return true }
        var isFound = false
        decorated.forEach { key, row in
            guard !isFound, UInt32(truncatingIfNeeded: key) == edgeClass else { return }
            isFound = row.decorations.contains { $0.isVisible(at: time) }
        }
        return isFound
    }
}

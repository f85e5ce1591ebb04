extension Graph {
    /// The objects of a type to which the subject has the relation: exactly those a check allows.
    ///
    /// - Parameters:
    ///   - after: Where an earlier page of the same list ended.
    ///   - limit: How many objects a page holds, at least one; nil is all of them. Every page finds its candidates anew and checks
    ///     only those it holds.
    package func listObjects(_ question: ListObjectsQuestion, after: String? = nil, limit: Int? = nil) throws(CheckFailure)
        -> ListPage<ObjectReference>
    {
        let position = try ListPosition.parse(after)
        let graph = try overlaying(question.scope)
        guard let type = model.definition.type(question.objectType) else { throw unknownType(question.objectType) }
        guard let relation = model.definition.relation(question.relation, on: type) else {
            throw unknownRelation(question.relation, of: question.objectType)
        }
        let subject = try graph.subjectNumbers(question.subject)
        let isWanted = program.walks.relations(leadingTo: relation, count: program.relations.count)
        let walk = try ReverseWalk(graph: graph, subject: subject, scope: question.scope, isWanted: isWanted)
        let candidates = Candidates(walk, relation: relation, after: position)
        var checks = CandidateChecks(graph: graph, subject: subject, scope: question.scope, relation: relation, after: walk.walk)
        checks.use(KnownAnswers(reached: walk.certain))
        var collector = ListCollector<ObjectReference>(scope: question.scope, limit: limit.map { max(1, $0) })
        for candidate in candidates.sorted {
            guard collector.hasRoom() else { break }
            let entity = Candidates.entity(candidate)
            let result = Candidates.isCertain(candidate) ? ConditionalResult.allowed : try checks.check(entity, relation)
            try collector.add(result, UInt64(entity), graph.object(entity, type: question.objectType, subject: question.subject))
        }
        return ListPage(items: collector.items, next: collector.next, conditional: collector.conditional, missing: collector.missing)
    }

    func object(_ entity: UInt32, type: String, subject: SubjectReference) -> ObjectReference {
        // An object without relationships is listed only as the owner of the asked subject's own relation.
        let id = entity == SubjectNumbers.unknownObject ? subject.id : content.entities.id(of: entity)
        return ObjectReference(uncheckedType: type, id: id)
    }
}

/// Entities with whether they need no check, in one word each, ascending.
private struct Candidates {
    private(set) var sorted: ContiguousArray<UInt64>

    init(_ walk: ReverseWalk, relation: Int, after: UInt64?) {
        var found: ContiguousArray<UInt64> = []
        func add(_ nodes: ContiguousArray<UInt64>, isCertain: UInt64) {
            for node in nodes where Frontier.relation(node) == relation {
                let entity = Frontier.entity(node)
                if let after, UInt64(entity) <= after { continue }
                found.append(UInt64(entity) << 1 | isCertain)
            }
        }
        add(walk.certain.nodes, isCertain: 1)
        add(walk.possible.nodes, isCertain: 0)
        found.sort()
        sorted = found
    }

    static func entity(_ candidate: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: candidate >> 1) }

    static func isCertain(_ candidate: UInt64) -> Bool { candidate & 1 == 1 }
}

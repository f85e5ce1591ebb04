/// One thing a subject has: a relation to an object.
package struct ReachedRelation: Hashable, Sendable, CustomStringConvertible {
    package let object: ObjectReference
    package let relation: String

    package var description: String { "\(object)#\(relation)" }

    package static func == (first: ReachedRelation, second: ReachedRelation) -> Bool {
        first.object == second.object && sameBytes(first.relation, second.relation)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(object)
        hasher.combine(bytesOf: relation)
    }
}

/// Who has one relation to an object: the subjects of one type, or of one kind of set.
package struct RelationReach: Sendable {
    package let relation: String
    package let subjectType: String
    package let subjects: SubjectPage
}

extension Graph {
    /// Everything a subject has: all relations to all objects, exactly those a check allows.
    package func reach(subject: SubjectReference, scope: QuestionScope, after: String? = nil, limit: Int? = nil) throws(CheckFailure)
        -> ListPage<ReachedRelation>
    {
        let position = try ListPosition.parse(after)
        let graph = try overlaying(scope)
        let numbers = try graph.subjectNumbers(subject)
        let everything = ContiguousArray(repeating: true, count: program.relations.count)
        let walk = try ReverseWalk(graph: graph, subject: numbers, scope: scope, isWanted: everything)
        var checks = CandidateChecks(graph: graph, subject: numbers, scope: scope, relation: nil, after: walk.walk)
        checks.use(KnownAnswers(reached: walk.certain))
        var collector = ListCollector<ReachedRelation>(scope: scope, limit: limit.map { max(1, $0) })
        for node in (walk.certain.nodes + walk.possible.nodes).sorted() {
            if let position, node <= position { continue }
            guard collector.hasRoom() else { break }
            let entity = Frontier.entity(node)
            let relation = model.definition.relations[Frontier.relation(node)]
            let isCertain = walk.certain.contains(node)
            let result = isCertain ? ConditionalResult.allowed : try checks.check(entity, Frontier.relation(node))
            let type = model.definition.types[relation.type].name
            try collector.add(
                result, node, ReachedRelation(object: graph.object(entity, type: type, subject: subject), relation: relation.name))
        }
        return ListPage(items: collector.items, next: collector.next, conditional: collector.conditional, missing: collector.missing)
    }

    /// Who has which relation to the object, for audits: one entry for each relation and type of subjects that has any.
    package func listReach(object: ObjectReference, scope: QuestionScope) throws(CheckFailure) -> [RelationReach] {
        guard let type = model.definition.type(object.type) else { throw unknownType(object.type) }
        let graph = try overlaying(scope)
        var scope = scope
        scope.contextual = []
        scope.limits = scope.limits.begun(lasting: scope.limits.listMilliseconds)
        var found: [RelationReach] = []
        for relation in model.definition.types[type].relations {
            for (number, subjectType) in model.definition.types.enumerated()
            where program.isWorthAsking(relation, kind: program.kinds.kind(of: .object(type: number))) {
                let name = model.definition.relations[relation].name
                let page = try graph.listSubjects(
                    ListSubjectsQuestion(object: object, relation: name, subjectType: subjectType.name, scope: scope))
                guard !(page.items.isEmpty && page.conditional.isEmpty) else { continue }
                found.append(RelationReach(relation: name, subjectType: subjectType.name, subjects: page))
            }
        }
        return found
    }
}

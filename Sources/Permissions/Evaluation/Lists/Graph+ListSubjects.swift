extension Graph {
    /// The subjects of a type that have the relation to the object: exactly those a check allows. Everybody of the type is listed as
    /// `type:*`, with the subjects named anywhere beneath the relation that do not have it all the same.
    ///
    /// - Parameters:
    ///   - after: Where an earlier page of the same list ended.
    ///   - limit: How many subjects a page holds, at least one; nil is all of them. Every page finds its candidates anew and checks
    ///     only those it holds.
    package func listSubjects(_ question: ListSubjectsQuestion, after: String? = nil, limit: Int? = nil) throws(CheckFailure)
        -> SubjectPage
    {
        let position = try ListPosition.parse(after)
        let graph = try overlaying(question.scope)
        let numbers = try numbers(of: question)
        let object =
            graph.content.entities.entity(type: program.graphTypes[numbers.objectType], id: question.object.id)
            ?? SubjectNumbers.unknownObject
        var search = try SubjectSearch(graph: graph, object: object, numbers: numbers, scope: question.scope)
        var collector = ListCollector<SubjectReference>(scope: question.scope, limit: limit.map { max(1, $0) })
        let candidates = search.candidates(after: position)
        search.prepare(for: limit.map { Array(candidates.prefix(max(1, $0))) } ?? candidates)
        for candidate in candidates {
            guard collector.hasRoom() else { break }
            let result = try search.check(candidate)
            // Whoever is not named positively and has the relation has it through `type:*`.
            if result == .allowed, candidate.pass == ForwardWalk.mentioned, search.everybody == .allowed { continue }
            let isExcluding = search.everybody == .allowed && numbers.subjectRelation == nil
            try collector.add(
                result, UInt64(candidate.entity), isExcluding: isExcluding, graph.subject(candidate.entity, question))
        }
        return SubjectPage(
            items: collector.items, next: collector.next, conditional: collector.conditional, missing: collector.missing,
            exclusions: collector.exclusions)
    }

    private func numbers(of question: ListSubjectsQuestion) throws(CheckFailure) -> SubjectSearch.Numbers {
        guard let objectType = model.definition.type(question.object.type) else { throw unknownType(question.object.type) }
        guard let relation = model.definition.relation(question.relation, on: objectType) else {
            throw unknownRelation(question.relation, of: question.object.type)
        }
        guard let subjectType = model.definition.type(question.subjectType) else { throw unknownType(question.subjectType) }
        var subjectRelation: Int?
        if let name = question.subjectRelation {
            guard let number = model.definition.relation(name, on: subjectType) else {
                throw unknownRelation(name, of: question.subjectType)
            }
            subjectRelation = number
        }
        return SubjectSearch.Numbers(
            objectType: objectType, relation: relation, subjectType: subjectType, subjectRelation: subjectRelation)
    }

    private func subject(_ entity: UInt32, _ question: ListSubjectsQuestion) -> SubjectReference {
        let id = entity == SubjectNumbers.unknownObject ? question.object.id : content.entities.id(of: entity)
        return SubjectReference(uncheckedType: question.subjectType, id: id, relation: question.subjectRelation)
    }
}

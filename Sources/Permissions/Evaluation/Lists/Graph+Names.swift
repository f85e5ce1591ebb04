/// Finds the names of a list in the model and in the graph.
extension Graph {
    func unknownType(_ name: String) -> CheckFailure { CheckFailure(.unknownType, "the model has no type `\(name.prefix(120))`") }

    func unknownRelation(_ name: String, of type: String) -> CheckFailure {
        CheckFailure(.unknownRelation, "the type `\(type)` has no relation `\(name.prefix(120))`")
    }

    /// The snapshot with the scope's own relationships on top, after they were found to be acceptable.
    func overlaying(_ scope: QuestionScope) throws(CheckFailure) -> Graph {
        guard !scope.contextual.isEmpty else { return self }
        if let failure = refusal(of: scope.contextual, limits: scope.limits) { throw failure }
        return overlaying(scope.contextual)
    }

    /// The subject of a list. Nothing says which objects are asked about, so a set of an object without relationships stands for
    /// that object's own.
    func subjectNumbers(_ subject: SubjectReference) throws(CheckFailure) -> SubjectNumbers {
        guard let type = model.definition.type(subject.type) else { throw unknownSubject(unknownType(subject.type)) }
        var relation = -1
        if let name = subject.relation {
            guard let number = model.definition.relation(name, on: type) else {
                throw unknownSubject(unknownRelation(name, of: subject.type))
            }
            relation = number
        }
        let unknown = relation >= 0 ? SubjectNumbers.unknownObject : SubjectNumbers.unknownSubject
        let entity = content.entities.entity(type: program.graphTypes[type], id: subject.id) ?? unknown
        return subjectNumbers(entity, type: type, relation: relation, isWildcard: subject.isWildcard)
    }

    /// A failure of a list that lies in its subject, not in what is listed.
    private func unknownSubject(_ failure: CheckFailure) -> CheckFailure { CheckFailure(.invalidSubject, failure.message) }

    func subjectNumbers(_ entity: UInt32, type: Int, relation: Int, isWildcard: Bool) -> SubjectNumbers {
        let kinds = program.kinds
        let kind: Int =
            if relation >= 0 {
                kinds.kind(of: .relation(relation))
            } else {
                kinds.kind(of: isWildcard ? .wildcard(type: type) : .object(type: type))
            }
        let wildcardKind = kinds.wildcard(covering: kind)
        return SubjectNumbers(
            entity: entity, wildcard: wildcardKind >= 0 ? program.wildcards[type] : 0, kind: kind, wildcardKind: Int32(wildcardKind),
            relation: Int32(relation))
    }
}

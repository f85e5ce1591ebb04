/// What a subject may do with one object.
package struct RelationAnswers: Equatable, Sendable {
    /// Relations the subject has, in the order of the model.
    package let allowed: [String]
    /// Relations that depend on parameters nobody gave.
    package let conditional: [String]
    /// The parameters those depend on, sorted.
    package let missing: [String]
}

extension Graph {
    /// The relations of the object's type that the subject has. One that depends on a missing parameter is left out.
    package func listRelations(subject: SubjectReference, object: ObjectReference, scope: QuestionScope) throws(CheckFailure)
        -> [String]
    {
        try relationAnswers(subject: subject, object: object, scope: scope).allowed
    }

    /// Checks every relation of the object's type.
    package func relationAnswers(subject: SubjectReference, object: ObjectReference, scope: QuestionScope) throws(CheckFailure)
        -> RelationAnswers
    {
        guard model.definition.type(object.type) != nil else { throw unknownType(object.type) }
        let graph = try overlaying(scope)
        var scope = scope
        scope.contextual = []
        var allowed: [String] = []
        var conditional: [String] = []
        var missingNames: Set<String> = []
        for relation in model.relationNames(of: object.type) {
            let question = scope.question(subject, relation, object)
            switch graph.checkConditional(question, looksBehindConditions: scope.missingParameters == .reporting) {
            case .allowed: allowed.append(relation)
            case .denied: break
            case .conditional(let missing):
                if scope.missingParameters == .failing {
                    throw CheckFailure(.missingParameter, "send values for the parameters `\(missing.joined(separator: "`, `"))`")
                }
                conditional.append(relation)
                missingNames.formUnion(missing)
            case .failed(let failure): throw failure
            }
        }
        return RelationAnswers(allowed: allowed, conditional: conditional, missing: missingNames.sorted())
    }
}

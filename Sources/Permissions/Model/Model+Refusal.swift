extension Model {
    /// Why this model does not accept the relationship; nil when it does.
    package func refusal(of relationship: Relationship) -> RelationshipRefusal? {
        let object = relationship.object
        guard let type = definition.type(object.type) else {
            return RelationshipRefusal(.unknownType, "the model has no type `\(object.type)`")
        }
        guard let number = definition.relation(relationship.relation, on: type) else {
            return RelationshipRefusal(.unknownRelation, "the type `\(object.type)` has no relation `\(relationship.relation)`")
        }
        let relation = definition.relations[number]
        guard !relation.restrictions.isEmpty else {
            let message = "`\(relation.name)` of `\(object.type)` is computed from other relations and cannot be given directly"
            return RelationshipRefusal(.notAssignable, message)
        }
        let subject = relationship.subject
        if let name = subject.relation, sameBytes(name, relation.name), sameBytes(subject.id, object.id),
            sameBytes(subject.type, object.type)
        {
            return RelationshipRefusal(.impliedRelationship, "`\(relationship)` always holds; leave it out")
        }
        return refusal(of: subject, by: relation) ?? refusal(of: relationship, by: relation)
    }

    private func refusal(of subject: SubjectReference, by relation: RelationDefinition) -> RelationshipRefusal? {
        guard let type = definition.type(subject.type) else {
            return RelationshipRefusal(.unknownType, "the model has no type `\(subject.type)`")
        }
        if let name = subject.relation, definition.relation(name, on: type) == nil {
            return RelationshipRefusal(.unknownRelation, "the type `\(subject.type)` has no relation `\(name)`")
        }
        return nil
    }

    private func refusal(of relationship: Relationship, by relation: RelationDefinition) -> RelationshipRefusal? {
        let subject = definition.restrictionSubject(of: relationship.subject)
        let accepting = relation.restrictions.filter { $0.subject == subject }
        let name = "`\(relation.name)` of `\(relationship.object.type)`"
        guard !accepting.isEmpty else {
            let accepted = Set(relation.restrictions.map(\.subject)).map { definition.text(of: $0) }.sorted().joined(separator: "`, `")
            let message = "\(name) accepts `\(accepted)`, not `\(relationship.subject)`"
            return RelationshipRefusal(.subjectNotAllowed, message)
        }
        guard let condition = relationship.condition else {
            guard !accepting.contains(where: { $0.condition == nil }) else { return nil }
            let names = accepting.compactMap { $0.condition.map { definition.conditions[$0].name } }.joined(separator: "`, `")
            return RelationshipRefusal(.conditionRequired, "\(name) accepts `\(relationship.subject)` only with the condition `\(names)`")
        }
        guard let number = definition.condition(condition.name) else {
            return RelationshipRefusal(.unknownCondition, "the model has no condition `\(condition.name.prefix(120))`")
        }
        guard accepting.contains(where: { $0.condition == number }) else {
            return RelationshipRefusal(
                .conditionNotAllowed, "\(name) does not accept `\(relationship.subject)` with the condition `\(condition.name)`")
        }
        return definition.conditions[number].refusal(of: condition.context).map { RelationshipRefusal(.invalidConditionContext, $0) }
    }
}

extension ModelDefinition {
    /// The kind of subject this is under the model; nil when a name is not defined.
    func restrictionSubject(of subject: SubjectReference) -> Restriction.Subject? {
        guard let type = type(subject.type) else { return nil }
        guard let name = subject.relation else { return subject.isWildcard ? .wildcard(type: type) : .object(type: type) }
        return relation(name, on: type).map(Restriction.Subject.relation)
    }

    func text(of subject: Restriction.Subject) -> String {
        switch subject {
        case .object(let type): types[type].name
        case .wildcard(let type): types[type].name + ":*"
        case .relation(let number): "\(types[relations[number].type].name)#\(relations[number].name)"
        }
    }
}

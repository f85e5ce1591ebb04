/// Asks a model about many relationships: about one like another that it has accepted, no name needs to be looked up.
package struct AcceptedClasses {
    private let model: Model
    private var accepted = RecentClasses()
    private var entities = EntityTable()
    private var classes = EdgeClassTable()

    package init(_ model: Model) {
        self.model = model
    }

    /// Why the model does not accept the relationship; nil when it does.
    package mutating func refusal(of relationship: Relationship) -> RelationshipRefusal? {
        // Whether a condition is accepted depends on its values too.
        guard relationship.condition == nil else { return model.refusal(of: relationship) }
        return relationship.withTexts { texts in
            // The one refusal that depends on ids: that a set is in itself is not stored.
            let mayBeImplied = !texts.subjectRelation.isEmpty && texts.subjectID.elementsEqual(texts.objectID)
            if !mayBeImplied, accepted.numbers(of: texts) != nil { return nil }
            if let refusal = model.refusal(of: relationship) { return refusal }
            if relationship.expiresAt == nil { _ = accepted.numbers(of: relationship, texts, &entities, &classes) }
            return nil
        }
    }
}

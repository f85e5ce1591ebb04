/// A part of a list, complete up to the position it names. The order is always the same for one snapshot.
package struct ListPage<Item: Sendable>: Sendable {
    /// What a check allows.
    package let items: [Item]
    /// Where to go on; nil when nothing is left. A page that names a position may be followed by an empty one.
    package let next: String?
    /// What depends on parameters nobody gave; none of it is in `items`.
    package let conditional: [Item]
    /// The parameters those depend on, sorted.
    package let missing: [String]
}

/// Subjects with a relation to one object.
package struct SubjectPage: Sendable {
    /// What a check allows; `type:*` stands for everybody of the type except `exclusions`.
    package let items: [SubjectReference]
    /// Where to go on; nil when nothing is left. A page that names a position may be followed by an empty one.
    package let next: String?
    /// What depends on parameters nobody gave; none of it is in `items`.
    package let conditional: [SubjectReference]
    /// The parameters those depend on, sorted.
    package let missing: [String]
    /// Subjects of the type that do not have the relation although `type:*` has it.
    package let exclusions: [SubjectReference]
}

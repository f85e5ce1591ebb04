/// A question's subject in the numbers of a graph and its model.
struct SubjectNumbers: Sendable {
    let entity: UInt32
    /// The entity of `type:*`, which also stands for this subject.
    let wildcard: UInt32
    let kind: Int
    let wildcardKind: Int32
    /// The relation of a subject like `group:eng#member`, else -1.
    let relation: Int32

    /// Entities that are not in the graph; a question about them is possible, since some answers need no relationship.
    static let unknownObject = UInt32.max - 1
    static let unknownSubject = UInt32.max
    /// An object that does not exist yet, where one is thought up.
    static let newObject = UInt32.max - 2
}

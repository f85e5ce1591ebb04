/// Numbers for the kinds of subjects of a model: things of a type, everybody of a type, sets by a relation.
struct SubjectKinds: Sendable {
    let typeCount: Int
    let relationCount: Int

    var count: Int { typeCount * 2 + relationCount }

    func kind(of subject: Restriction.Subject) -> Int {
        switch subject {
        case .object(let type): type
        case .wildcard(let type): typeCount + type
        case .relation(let relation): typeCount * 2 + relation
        }
    }

    /// The kind `user:*` also stands for the kind `user`.
    func wildcard(covering kind: Int) -> Int { kind < typeCount ? typeCount + kind : -1 }
}

/// What an expression may name, and what it must come to.
struct Environment {
    let declarations: [String: ValueType]
    /// Without the check, what has no meaning is found when it is evaluated.
    let isChecked: Bool
    /// Nil: any type.
    let result: ValueType?
    /// Names that begin with it may leave it out; conditions have none.
    let container: String
    /// Whether a text that can never become what it is converted to is refused; CEL itself leaves it to the evaluation.
    let readsLiterals: Bool

    init(
        declarations: [String: ValueType], isChecked: Bool = true, result: ValueType? = .bool, container: String = "",
        readsLiterals: Bool = true
    ) {
        self.declarations = declarations
        self.isChecked = isChecked
        self.result = result
        self.container = container
        self.readsLiterals = readsLiterals
    }

    /// What a name may stand for: itself in the container, in each one around, and alone (CEL language definition, "Name resolution").
    func candidates(for name: String, isRooted: Bool) -> [String] {
        guard !isRooted, !container.isEmpty else { return [name] }
        let parts = container.split(separator: ".")
        return (0...parts.count).reversed().map { (parts.prefix($0) + [Substring(name)]).joined(separator: ".") }
    }
}

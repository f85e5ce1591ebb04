/// What an expression may name, and what it must come to.
struct Environment {
    let declarations: [String: ValueType]
    /// Without the check, what has no meaning is found when it is evaluated.
    let isChecked: Bool
    /// Nil: any type.
    let result: ValueType?

    init(declarations: [String: ValueType], isChecked: Bool = true, result: ValueType? = .bool) {
        self.declarations = declarations
        self.isChecked = isChecked
        self.result = result
    }
}

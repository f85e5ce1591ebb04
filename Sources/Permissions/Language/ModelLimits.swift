/// How large a model may be. Every step that reads a model takes time in proportion to its size within these limits.
package enum ModelLimits {
    /// Bytes of a model's text, of the DSL or of JSON; of all files together when it is made of modules.
    package static let source = 2 * 1024 * 1024
    package static let modules = 100
    package static let types = 100
    package static let relations = 10_000
    /// Entries between `[` and `]` of one relation.
    package static let restrictions = 1_000
    /// Relations, restrictions not counted, that one definition may name.
    package static let operands = 1_000
    /// Types of parents summed over all uses of `from`.
    package static let parents = 100_000
    package static let conditions = 25
    package static let parameters = 25
    /// Bytes of one condition's expression.
    package static let expression = 512
    /// Definitions inside one another; a limit because they are walked recursively.
    package static let nesting = 50
    /// Values in a model's JSON form, and how deep they may stand inside one another.
    package static let values = 500_000
    package static let valueNesting = 200
    /// Diagnostics that are given, and those that are looked for to say how many more there are.
    package static let diagnostics = 100
    static let collectedDiagnostics = 1_000
}

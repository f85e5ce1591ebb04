package import Expressions

/// The condition a relationship depends on, with the parameter values stored beside it.
///
/// Stored values win over those of a request, so that a caller cannot lift a limit that was granted with the relationship.
package struct ConditionReference: Hashable, Sendable {
    package let name: String
    package let context: [String: Value]

    package init(name: String, context: [String: Value] = [:]) {
        self.name = name
        self.context = context
    }
}

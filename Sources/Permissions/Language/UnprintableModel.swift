/// A model that the JSON form can hold and the DSL cannot.
package struct UnprintableModel: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// Upstream's `UnsupportedDSLNesting`: the relation's own types stand twice, or not in the first place.
        case unsupportedNesting = "unsupported_dsl_nesting"
        case unsupportedName = "unsupported_dsl_name"
        case unsupportedCondition = "unsupported_dsl_condition"
    }

    package let code: Code
    package let message: String

    package var description: String { message }
}

package import Expressions

package import struct Foundation.Date

/// What questions of one caller have in common: facts and values that hold for them alone, the moment, and what they may cost.
package struct QuestionScope: Sendable {
    /// What a list does with an answer that depends on a parameter nobody gave.
    package enum MissingParameters: Sendable {
        /// The whole list fails, as OpenFGA's lists do; a list of subjects even for a condition that another way makes unnecessary.
        case failing
        /// The item is named apart, in `conditional`.
        case reporting
    }

    /// Relationships that hold for this question only; one of them wins over a stored one with the same key.
    package var contextual: [Relationship]
    /// Values for the parameters of conditions; a value stored with a relationship wins over one given here.
    package var context: [String: Value]
    package var now: Date
    package var limits: CheckLimits
    package var missingParameters: MissingParameters

    package init(
        contextual: [Relationship] = [], context: [String: Value] = [:], now: Date, limits: CheckLimits = .standard,
        missingParameters: MissingParameters = .reporting
    ) {
        self.contextual = contextual
        self.context = context
        self.now = now
        self.limits = limits
        self.missingParameters = missingParameters
    }

    /// One question of this scope.
    package func question(_ subject: SubjectReference, _ relation: String, _ object: ObjectReference) -> Question {
        Question(
            subject: subject, relation: relation, object: object, contextual: contextual, context: context, now: now, limits: limits)
    }
}

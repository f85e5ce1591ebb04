package import Expressions

package import struct Foundation.Date

/// Has `subject` the `relation` to `object`, at the moment `now`?
package struct Question: Sendable {
    package let subject: SubjectReference
    package let relation: String
    package let object: ObjectReference
    /// Relationships that hold for this question only; one of them wins over a stored one with the same key.
    package let contextual: [Relationship]
    /// Values for the parameters of conditions; a value stored with a relationship wins over one given here.
    package let context: [String: Value]
    package let now: Date
    package let limits: CheckLimits

    package init(
        subject: SubjectReference, relation: String, object: ObjectReference, contextual: [Relationship] = [],
        context: [String: Value] = [:],
        now: Date, limits: CheckLimits = .standard
    ) {
        self.subject = subject
        self.relation = relation
        self.object = object
        self.contextual = contextual
        self.context = context
        self.now = now
        self.limits = limits
    }
}

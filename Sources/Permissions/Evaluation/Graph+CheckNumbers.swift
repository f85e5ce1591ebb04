package import struct Foundation.Date

/// A question whose names were looked up before, for callers that ask the same often.
///
/// It holds for the graph that made it and for the snapshots that follow that graph under the same model.
package struct NumberedQuestion: Sendable {
    let subject: SubjectNumbers
    let object: UInt32
    let relation: Int
}

extension Graph {
    /// The numbers of a question's names; its contextual relationships must be empty.
    ///
    /// - Throws: `CheckFailure` for names that the model does not have, and when there are contextual relationships.
    package func numbers(of question: Question) throws(CheckFailure) -> NumberedQuestion {
        guard question.contextual.isEmpty else {
            throw CheckFailure(.tooManyContextualRelationships, "ask with names to send contextual relationships")
        }
        let prepared = try prepare(question).get()
        return NumberedQuestion(subject: prepared.subject, object: prepared.object, relation: prepared.relation)
    }

    /// The same answer as for the question's names, without values for conditions.
    package func check(_ question: NumberedQuestion, now: Date, limits: CheckLimits = .standard) -> CheckResult {
        answer(question.subject, question.object, question.relation, context: [:], now: now, limits: limits)
    }
}

import Foundation
import Permissions

/// Answers questions on one snapshot of the graph: first the cheap yes or no, then, only for a no, why.
struct Decider: Sendable {
    let graph: Graph
    let now: Date
    let limits: CheckLimits

    func decide(_ inquiry: Inquiry) -> Decision {
        Decision(
            refusal(of: inquiry.target, inquiry) ?? inquiry.argument.flatMap { refusal(of: $0, inquiry) }, on: graph.revision)
    }

    private func refusal(of target: Inquiry.Target, _ inquiry: Inquiry) -> Decision.Reason? {
        if let refusal = refusal(of: inquiry.subject, target.action, target, inquiry) { return refusal }
        guard let agent = inquiry.agent, agent != inquiry.subject else { return nil }
        return refusal(of: agent, delegatedAction(target), target, inquiry)
    }

    private func delegatedAction(_ target: Inquiry.Target) -> String {
        graph.delegatedAction(target.action, on: target.object.type)
    }

    private func refusal(
        of subject: SubjectReference, _ action: String, _ target: Inquiry.Target, _ inquiry: Inquiry
    ) -> Decision.Reason? {
        let question = Question(
            subject: subject, relation: action, object: target.object, context: inquiry.context, now: now, limits: limits)
        switch graph.check(question) {
        case .allowed: return nil
        case .denied:
            return Decision.Reason(
                code: "denied", message: "\(subject) may not \(action) on \(target.object)",
                explanation: graph.reasonForDenial(of: question))
        case .failed(let failure): return Decision.Reason(failure)
        }
    }
}

extension CheckLimits {
    /// Relationships looked at on a thread that serves many connections.
    static let workAtOnce = 20_000
    /// How long such a thread is kept, why something is denied included: a thousand times what a question usually takes.
    static let millisecondsAtOnce = 10

    /// The same for one of so many questions on a thread that serves many connections: what needs more is asked elsewhere, with all of
    /// these limits.
    func atOnce(sharedBy count: Int = 1, since start: ContinuousClock.Instant, lasting milliseconds: Int) -> CheckLimits {
        var limits = self
        limits.work = min(work, max(1_000, CheckLimits.workAtOnce / max(count, 1)))
        return limits.begun(at: start, lasting: milliseconds)
    }
}

extension Graph {
    /// An agent that acts for a user needs a relation of its own where the model has one (Docs/Decisions, "An agent acting for a user").
    func delegatedAction(_ action: String, on type: String) -> String {
        let delegated = action + "_for_user"
        return model.defines(relation: delegated, on: type) ? delegated : action
    }
}

/// Ids by which a decision is found again in the audit.
enum DecisionID {
    static func make() -> String { RandomIDs.text() }
}

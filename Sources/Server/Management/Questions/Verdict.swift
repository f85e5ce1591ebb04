import API
import Permissions
import Store

/// What one question of an administrator came to, for its subject and for the agent that acts for it.
struct Verdict: Sendable {
    let decision: DecisionWord
    /// Stable, snake_case.
    let code: String
    /// Parameters nobody gave, for a conditional answer.
    let missing: [String]?
    /// Why it could not be decided.
    let message: String?

    /// A denial of one part decides; then what could not be decided leaves all open; then what is missing counts.
    init(_ results: [ConditionalResult]) {
        var missing: Set<String> = []
        var failure: CheckFailure?
        var isDenied = results.isEmpty
        for result in results {
            switch result {
            case .allowed: break
            case .denied: isDenied = true
            case .conditional(let names): missing.formUnion(names)
            case .failed(let reason): failure = failure ?? reason
            }
        }
        if isDenied {
            self.init(.denied, code: "denied")
        } else if let failure {
            self.init(failure.isUnknownName ? .denied : .undecided, code: failure.code, message: failure.message)
        } else if !missing.isEmpty {
            self.init(.conditional, code: CheckFailure.Code.missingParameter.rawValue, missing: missing.sorted())
        } else {
            self.init(.allowed, code: "allowed")
        }
    }

    /// What the audit says of it; only what allows is an allow.
    var outcome: AuditEvent.Outcome {
        switch decision {
        case .allowed: .allowed
        case .denied, .conditional: .denied
        case .undecided: .failed
        }
    }

    private init(_ decision: DecisionWord, code: String, missing: [String]? = nil, message: String? = nil) {
        self.decision = decision
        self.code = code
        self.missing = missing
        self.message = message
    }
}

extension CheckFailure {
    /// To what the model does not know nobody is related, which is an answer.
    fileprivate var isUnknownName: Bool { kind == .unknownType || kind == .unknownRelation }
}

/// A check in the terms of the graph: the subject's question, then the agent's.
struct CheckParts: Sendable {
    let questions: [Question]

    init(_ question: CheckQuestion, on graph: Graph, _ scope: QuestionScope) throws(InvalidReference) {
        let subject = try SubjectReference(parsing: question.subject)
        let object = try ObjectReference(parsing: question.resource)
        var questions = [scope.question(subject, question.action, object)]
        if let text = question.agent {
            let agent = try SubjectReference(parsing: text)
            if agent != subject {
                questions.append(scope.question(agent, graph.delegatedAction(question.action, on: object.type), object))
            }
        }
        self.questions = questions
    }
}

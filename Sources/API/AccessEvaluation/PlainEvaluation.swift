/// A question in the usual form: where each of its texts stands in the body.
package struct PlainEvaluation: Sendable {
    /// Small, since a body can hold many questions.
    package typealias Place = Range<UInt32>

    package struct Entity: Sendable {
        package let type: Place
        package let id: Place

        fileprivate var isShort: Bool { type.count + id.count <= shortLength }
    }

    package struct Context: Sendable {
        package let subjectToken: Place?
        package let agent: Place?
    }

    package let subject: Entity
    package let action: Place
    package let resource: Entity
    package let context: Context?

    /// Whether it is about the subject alone, for whom the sender vouches, and each name is short.
    fileprivate var isBare: Bool {
        (context.map { $0.subjectToken == nil && $0.agent == nil } ?? true) && subject.isShort && resource.isShort
            && action.count <= Self.shortLength
    }

    /// Names that can be in a model or in a relationship are shorter, and so is what the audit keeps of any.
    fileprivate static let shortLength = 800
}

extension PlainEvaluation {
    /// Nil when something is missing.
    init?(_ parts: EvaluationScanner.Parts, over defaults: EvaluationScanner.Parts = EvaluationScanner.Parts()) {
        // Whole members replace defaults, nothing is merged deeper (AuthZEN Authorization API 1.0 §7.1).
        guard let subject = parts.subject ?? defaults.subject, let action = parts.action ?? defaults.action,
            let resource = parts.resource ?? defaults.resource
        else { return nil }
        self.init(subject: subject, action: action, resource: resource, context: parts.context ?? defaults.context)
    }
}

/// The questions of one body, which are not taken out of it.
package struct PlainEvaluations: Sendable {
    /// What the places of the questions are in.
    package let body: [UInt8]
    package let questions: [PlainEvaluation]

    fileprivate init(body: [UInt8], questions: [PlainEvaluation]) {
        self.body = body
        self.questions = questions
    }

    /// One question; nil where the parser has to read.
    package init?(one body: [UInt8]) {
        guard let question = EvaluationScanner.question(body) else { return nil }
        self.body = body
        questions = [question]
    }

    /// A batch that leaves the semantic open; nil where the parser has to read.
    package init?(batch body: [UInt8]) {
        guard let questions = EvaluationScanner.questions(body, limit: EvaluationsRequest.maximumCount) else { return nil }
        self.body = body
        self.questions = questions
    }

    /// Whether all are about their subjects alone, and in so few bytes that the body can be kept for what it says.
    package var areBare: Bool { body.count <= questions.count * 512 && questions.allSatisfy(\.isBare) }

    /// The questions by themselves.
    package var requests: [EvaluationRequest] { questions.map(request) }

    package func request(_ question: PlainEvaluation) -> EvaluationRequest {
        EvaluationRequest(
            subject: entity(question.subject), action: EvaluationAction(name: text(question.action)), resource: entity(question.resource),
            context: question.context.map { context in
                EvaluationContext(subjectToken: context.subjectToken.map { SecretText(text($0)) }, agent: context.agent.map { text($0) })
            })
    }

    /// Runs `body` on the names of a question: type and id of the subject, the action, type and id of the resource.
    @inline(__always)
    package func withNames<Result>(
        _ question: PlainEvaluation,
        _ body: (
            (type: UnsafeBufferPointer<UInt8>, id: UnsafeBufferPointer<UInt8>), UnsafeBufferPointer<UInt8>,
            (type: UnsafeBufferPointer<UInt8>, id: UnsafeBufferPointer<UInt8>)
        ) -> Result
    ) -> Result {
        self.body.withUnsafeBufferPointer { bytes in
            func name(_ place: PlainEvaluation.Place) -> UnsafeBufferPointer<UInt8> {
                UnsafeBufferPointer(rebasing: bytes[Int(place.lowerBound)..<Int(place.upperBound)])
            }
            return body(
                (name(question.subject.type), name(question.subject.id)), name(question.action),
                (name(question.resource.type), name(question.resource.id)))
        }
    }

    private func entity(_ entity: PlainEvaluation.Entity) -> EvaluationEntity {
        EvaluationEntity(type: text(entity.type), id: text(entity.id))
    }

    private func text(_ place: PlainEvaluation.Place) -> String {
        String(decoding: body[Int(place.lowerBound)..<Int(place.upperBound)], as: UTF8.self)
    }
}

/// A question of OpenFGA's check that is not taken out of its body.
package struct PlainTupleCheck: Sendable {
    package let evaluation: PlainEvaluations
    package var question: PlainEvaluation { evaluation.questions[0] }
    private let model: PlainEvaluation.Place?

    /// Nil where the parser has to read.
    package init?(_ body: [UInt8]) {
        guard let check = EvaluationScanner.tupleCheck(body) else { return nil }
        evaluation = PlainEvaluations(body: body, questions: [check.question])
        model = check.model
    }

    /// Whether it is for this model, or for the one in force.
    package func isFor(model id: String) -> Bool {
        guard let model, !model.isEmpty else { return true }
        return evaluation.body[Int(model.lowerBound)..<Int(model.upperBound)].elementsEqual(id.utf8)
    }
}

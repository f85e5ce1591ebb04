public import API
import HTTPTypes

// Questions of an administrator; asking twice changes nothing.
extension ServiceClient {
    /// The administrator's question, answered with the way that led to the answer.
    public func check(
        _ question: CheckQuestion, _ circumstances: Circumstances = Circumstances(), tenant: String
    ) async throws -> CheckAnswer {
        try await send(.post, Path.check.filled(tenant), Posed(question, circumstances), idempotent: true)
    }

    /// Up to a thousand questions on one snapshot; a service that answers another number is not believed.
    public func check(
        _ questions: [CheckQuestion], _ circumstances: Circumstances = Circumstances(), tenant: String
    ) async throws -> ManyAnswers {
        let answer: ManyAnswers = try await send(
            .post, Path.checkMany.filled(tenant), Posed(ManyQuestions(questions), circumstances), idempotent: true)
        guard answer.answers.count == questions.count else {
            throw ClientError.invalidResponse(
                status: 200, reason: "\(answer.answers.count) answers for \(questions.count) questions")
        }
        return answer
    }

    public func explain(
        _ question: CheckQuestion, _ circumstances: Circumstances = Circumstances(), tenant: String
    ) async throws -> ExplanationBody {
        try await send(.post, Path.explain.filled(tenant), Posed(question, circumstances), idempotent: true)
    }

    public func expand(
        _ question: ExpansionQuestion, _ circumstances: Circumstances = Circumstances(), tenant: String
    ) async throws -> ExpansionBody {
        try await send(.post, Path.expand.filled(tenant), Posed(question, circumstances), idempotent: true)
    }

    /// One page of the objects on which the subject may do the action.
    public func listObjects(
        _ question: ObjectsQuestion, _ circumstances: Circumstances = Circumstances(), tenant: String
    ) async throws -> FoundPage<String> {
        try await send(.post, Path.listObjects.filled(tenant), Posed(question, circumstances), idempotent: true)
    }

    /// One page of the subjects that may do the action on the resource.
    public func listSubjects(
        _ question: SubjectsQuestion, _ circumstances: Circumstances = Circumstances(), tenant: String
    ) async throws -> FoundPage<String> {
        try await send(.post, Path.listSubjects.filled(tenant), Posed(question, circumstances), idempotent: true)
    }

    public func listActions(
        _ question: ActionsQuestion, _ circumstances: Circumstances = Circumstances(), tenant: String
    ) async throws -> FoundPage<String> {
        try await send(.post, Path.listActions.filled(tenant), Posed(question, circumstances), idempotent: true)
    }

    /// One page of what a subject reaches, or of who reaches a resource.
    public func reach(
        _ question: ReachQuestion, _ circumstances: Circumstances = Circumstances(), tenant: String
    ) async throws -> FoundPage<ReachedBody> {
        try await send(.post, Path.reach.filled(tenant), Posed(question, circumstances), idempotent: true)
    }
}

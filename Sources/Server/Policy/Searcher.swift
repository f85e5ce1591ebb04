import API
import Expressions
import Foundation
import Permissions

/// Answers a search on one snapshot. A name the model does not know has no results: nothing is related to it.
struct Searcher: Sendable {
    struct Found: Sendable {
        let results: [SearchResponse.Result]
        let next: String?
        /// Subjects that are not among those a result `*` stands for.
        var exclusions: [SearchResponse.Result] = []
    }

    let graph: Graph
    /// Who acts for the subject; what it may not do is no result.
    let agent: SubjectReference?
    /// The resource that a tool call's arguments name; who may not do that to it is no result, or has none.
    let argument: Inquiry.Target?
    let now: Date
    let limits: CheckLimits

    func find(_ kind: SearchRequest.Kind, _ search: SearchRequest, after position: String?) throws -> Found {
        let scope = QuestionScope(
            context: ConditionContext.values(of: search), now: now, limits: limits, missingParameters: .reporting)
        let limit = search.limit ?? SearchRequest.defaultLimit
        guard limit > 0 else { return .none(after: position) }
        do {
            switch kind {
            case .subject: return try subjects(search, scope, after: position, limit: limit)
            case .resource: return try resources(search, scope, after: position, limit: limit)
            case .action: return try actions(search, scope, after: position, limit: limit)
            }
        } catch let failure as CheckFailure {
            switch failure.kind {
            case .unknownType, .unknownRelation, .invalidSubject: return .empty
            case .invalidPosition: throw Refusal(.invalidCursor, "the cursor is not one of this list: begin without a cursor")
            default: throw failure
            }
        } catch is InvalidReference {
            return .empty
        }
    }

    private func subjects(_ search: SearchRequest, _ scope: QuestionScope, after position: String?, limit: Int) throws -> Found {
        let object = try ObjectReference(type: search.resource.type, id: search.resource.id)
        let action = search.action?.name ?? ""
        guard try isAllowedForAgent(action, object, scope) else { return try onlyAgent(search, action, object, scope) }
        let page = try graph.listSubjects(
            ListSubjectsQuestion(object: object, relation: action, subjectType: search.subject.type, scope: scope), after: position,
            limit: limit)
        guard argument != nil else {
            return Found(results: page.items.map(Self.result), next: page.next, exclusions: page.exclusions.map(Self.result))
        }
        guard !page.items.contains(where: \.isWildcard) else {
            throw Refusal(
                .invalidRequest, "everybody is among the subjects, and cannot be held against `context.resource`: leave it out")
        }
        return Found(results: try page.items.filter { try mayUseArgument($0, scope) }.map(Self.result), next: page.next)
    }

    /// The agent needs nobody's leave to act for itself.
    private func onlyAgent(
        _ search: SearchRequest, _ action: String, _ object: ObjectReference, _ scope: QuestionScope
    ) throws -> Found {
        guard let agent, agent.type == search.subject.type, try isAllowed(agent, action, object, scope), try mayUseArgument(agent, scope)
        else { return .empty }
        return Found(results: [Self.result(agent)], next: nil)
    }

    private static func result(_ subject: SubjectReference) -> SearchResponse.Result {
        SearchResponse.Result(type: subject.type, id: subject.id)
    }

    private func resources(_ search: SearchRequest, _ scope: QuestionScope, after position: String?, limit: Int) throws -> Found {
        let subject = try SubjectReference(type: search.subject.type, id: search.subject.id)
        let action = search.action?.name ?? ""
        guard try mayUseArgument(subject, scope) else { return .empty }
        let page = try graph.listObjects(
            ListObjectsQuestion(subject: subject, relation: action, objectType: search.resource.type, scope: scope), after: position,
            limit: limit)
        let objects = try page.items.filter { agent == subject ? true : try isAllowedForAgent(action, $0, scope) }
        return Found(results: objects.map { SearchResponse.Result(type: $0.type, id: $0.id) }, next: page.next)
    }

    /// There are as many actions as relations of a type, so they come in one page unless a smaller one was asked for.
    private func actions(_ search: SearchRequest, _ scope: QuestionScope, after position: String?, limit: Int) throws -> Found {
        let subject = try SubjectReference(type: search.subject.type, id: search.subject.id)
        let object = try ObjectReference(type: search.resource.type, id: search.resource.id)
        guard try mayUseArgument(subject, scope) else { return .empty }
        let names = try graph.listRelations(subject: subject, object: object, scope: scope)
            .filter { agent == subject ? true : try isAllowedForAgent($0, object, scope) }
        let start = position.flatMap(Int.init) ?? 0
        guard (0...names.count).contains(start) else {
            throw Refusal(.invalidCursor, "the cursor is not one of this list: begin without a cursor")
        }
        let end = min(names.count, start + limit)
        return Found(results: names[start..<end].map { SearchResponse.Result(name: $0) }, next: end < names.count ? String(end) : nil)
    }

    private func mayUseArgument(_ subject: SubjectReference, _ scope: QuestionScope) throws -> Bool {
        guard let argument else { return true }
        guard try isAllowed(subject, argument.action, argument.object, scope) else { return false }
        return try agent == subject || isAllowedForAgent(argument.action, argument.object, scope)
    }

    private func isAllowedForAgent(_ action: String, _ object: ObjectReference, _ scope: QuestionScope) throws -> Bool {
        guard let agent else { return true }
        return try isAllowed(agent, graph.delegatedAction(action, on: object.type), object, scope)
    }

    /// What is left open by a limit must not be left out without a word.
    private func isAllowed(
        _ subject: SubjectReference, _ action: String, _ object: ObjectReference, _ scope: QuestionScope
    ) throws -> Bool {
        if let exhaustion = limits.exhaustion { throw exhaustion }
        switch graph.check(scope.question(subject, action, object)) {
        case .allowed: return true
        case .denied: return false
        case .failed(let failure) where failure.isLimit: throw failure
        case .failed: return false
        }
    }
}

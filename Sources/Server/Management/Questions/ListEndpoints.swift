import API
import Hummingbird
import Permissions
import Store

/// Lists of objects, subjects and actions: exactly what single checks would allow.
struct ListEndpoints: Sendable {
    let desk: QuestionDesk

    func mount(on site: inout Site) {
        site.on(.post, .listObjects, objects)
        site.on(.post, .listSubjects, subjects)
        site.on(.post, .listActions, actions)
        site.on(.post, .expand, expand)
    }

    @Sendable private func objects(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let place = try await desk.askPage(ObjectsQuestion.self, "objects", request, exchange)
        let asked = place.asked
        let question = asked.question
        let subject = try SubjectReference(parsing: question.subject)
        let list = ListObjectsQuestion(
            subject: subject, relation: question.action, objectType: question.type, scope: asked.scope(question.context))
        return try desk.answer(place, request, exchange) { place in
            let page = try asked.graph.listObjects(list, after: place.position, limit: place.limit)
            try desk.record(
                asked, "list.objects", subject: question.subject,
                details: ["action": question.action, "type": question.type, "count": String(page.items.count)])
            return FoundPage(
                items: page.items.map(\.description), conditional: page.conditional.map(\.description), missing: page.missing,
                next: page.next, revision: asked.revision)
        }
    }

    @Sendable private func subjects(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let place = try await desk.askPage(SubjectsQuestion.self, "subjects", request, exchange)
        let asked = place.asked
        let question = asked.question
        let object = try ObjectReference(parsing: question.resource)
        let list = ListSubjectsQuestion(
            object: object, relation: question.action, subjectType: question.type, subjectRelation: question.relation,
            scope: asked.scope(question.context))
        return try desk.answer(place, request, exchange) { place in
            let page = try asked.graph.listSubjects(list, after: place.position, limit: place.limit)
            try desk.record(
                asked, "list.subjects", resource: question.resource,
                details: ["action": question.action, "type": question.type, "count": String(page.items.count)])
            return FoundPage(
                items: page.items.map(\.description), exclusions: page.exclusions.map(\.description),
                conditional: page.conditional.map(\.description), missing: page.missing, next: page.next, revision: asked.revision)
        }
    }

    @Sendable private func actions(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let asked = try await desk.ask(ActionsQuestion.self, request, exchange)
        let question = asked.question
        let answers = try asked.graph.relationAnswers(
            subject: try SubjectReference(parsing: question.subject), object: try ObjectReference(parsing: question.resource),
            scope: asked.scope(question.context))
        try desk.record(
            asked, "list.actions", subject: question.subject, resource: question.resource,
            details: ["count": String(answers.allowed.count)])
        return try Answer.json(
            FoundPage(items: answers.allowed, conditional: answers.conditional, missing: answers.missing, revision: asked.revision))
    }

    /// References an answer may name; more are to be listed in pages.
    private static let expansionLimit = 10_000

    @Sendable private func expand(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let asked = try await desk.ask(ExpansionQuestion.self, request, exchange)
        let question = asked.question
        let node = try asked.graph.expand(
            object: try ObjectReference(parsing: question.resource), relation: question.action, contextual: asked.contextual,
            now: asked.now, limits: asked.limits.check)
        let tree = ExpansionNodeBody(node)
        guard tree.size <= Self.expansionLimit else {
            throw Refusal(
                .tooManyItems,
                "the expansion names \(tree.size) references, \(Self.expansionLimit) are answered: list the subjects in pages")
        }
        try desk.record(asked, "expand", resource: question.resource, details: ["action": question.action])
        return try Answer.json(ExpansionBody(tree: tree, revision: asked.revision))
    }
}

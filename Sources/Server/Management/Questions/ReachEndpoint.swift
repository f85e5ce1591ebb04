import API
import Hummingbird
import Permissions
import Store

/// What a subject can reach, and who can reach a resource, for audits.
struct ReachEndpoint: Sendable {
    let desk: QuestionDesk

    func mount(on site: inout Site) {
        site.on(.post, .reach, reach)
    }

    @Sendable private func reach(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let place = try await desk.askPage(ReachQuestion.self, "reach", request, exchange)
        return try desk.answer(place, request, exchange) { place in
            let page = try Self.page(place)
            try desk.record(
                place.asked, "reach", subject: place.asked.question.subject, resource: place.asked.question.resource,
                details: ["count": String(page.items.count)])
            return page
        }
    }

    private static func page(_ place: QuestionDesk.AskedPage<ReachQuestion>) throws -> FoundPage<ReachedBody> {
        let asked = place.asked
        if let subject = asked.question.subject { return try page(place, from: try SubjectReference(parsing: subject)) }
        var audit = ResourceReach(
            graph: asked.graph, object: try ObjectReference(parsing: asked.question.resource ?? ""),
            scope: asked.scope(asked.question.context), limit: place.limit, time: asked.limits.reachTime)
        return try audit.page(after: place.position)
    }

    private static func page(
        _ place: QuestionDesk.AskedPage<ReachQuestion>, from subject: SubjectReference
    ) throws -> FoundPage<ReachedBody> {
        let asked = place.asked
        let page = try asked.graph.reach(
            subject: subject, scope: asked.scope(asked.question.context), after: place.position, limit: place.limit)
        let body = { (reached: ReachedRelation) in
            ReachedBody(subject: subject.description, action: reached.relation, resource: reached.object.description)
        }
        return FoundPage(
            items: page.items.map(body), conditional: page.conditional.map(body), missing: page.missing, next: page.next,
            revision: asked.revision)
    }
}

/// Everybody who has any relation to one object, relation by relation and type by type, in pages.
struct ResourceReach {
    /// Searches of one page, so that a model with many types and relations is no way to ask for more than a page.
    static let searchLimit = 1_000
    let graph: Graph
    let object: ObjectReference
    let scope: QuestionScope
    let limit: Int
    /// After it the page ends where it is.
    let time: Duration

    private var items: [ReachedBody] = []
    private var exclusions: [ReachedBody] = []
    private var conditional: [ReachedBody] = []
    private var missing: Set<String> = []

    init(graph: Graph, object: ObjectReference, scope: QuestionScope, limit: Int, time: Duration) {
        self.graph = graph
        self.object = object
        self.scope = scope
        self.limit = limit
        self.time = time
    }

    /// A position is the number of a search and, inside of it, the position of the engine's list: `12` or `12.345`.
    mutating func page(after text: String?) throws -> FoundPage<ReachedBody> {
        let relations = graph.model.relationNames(of: object.type)
        let types = graph.model.typeNames
        guard types.contains(object.type) else {
            throw Refusal(
                .checkFailed, "unknown_type: the model has no type `\(object.type)`", failure: CheckFailure.Code.unknownType.rawValue)
        }
        var (search, inner) = try Self.parse(text)
        let deadline = ContinuousClock.now + time
        let end = min(relations.count * types.count, search + Self.searchLimit)
        while search < end, ContinuousClock.now < deadline {
            let room = limit - items.count - conditional.count
            guard room > 0 else { return found(next: Self.text(search, inner)) }
            let relation = relations[search / types.count]
            let page = try graph.listSubjects(
                ListSubjectsQuestion(object: object, relation: relation, subjectType: types[search % types.count], scope: scope),
                after: inner, limit: room)
            take(page, relation)
            if let next = page.next {
                inner = next
            } else {
                (search, inner) = (search + 1, nil)
            }
        }
        return found(next: search < relations.count * types.count ? Self.text(search, inner) : nil)
    }

    private mutating func take(_ page: SubjectPage, _ relation: String) {
        let resource = object.description
        let body = { (subject: SubjectReference) in
            ReachedBody(subject: subject.description, action: relation, resource: resource)
        }
        items += page.items.map(body)
        exclusions += page.exclusions.map(body)
        conditional += page.conditional.map(body)
        missing.formUnion(page.missing)
    }

    private func found(next: String?) -> FoundPage<ReachedBody> {
        FoundPage(
            items: items, exclusions: exclusions, conditional: conditional, missing: missing.sorted(), next: next,
            revision: graph.revision.rawValue)
    }

    private static func text(_ search: Int, _ inner: String?) -> String { inner.map { "\(search).\($0)" } ?? String(search) }

    private static func parse(_ text: String?) throws -> (search: Int, inner: String?) {
        guard let text else { return (0, nil) }
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let search = parts.first.flatMap({ Int($0) }), (0...100_000_000).contains(search) else {
            throw Refusal(.invalidCursor, "`after` is not a cursor of this list")
        }
        return (search, parts.count > 1 ? String(parts[1]) : nil)
    }
}

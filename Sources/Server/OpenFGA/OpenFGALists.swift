import API
import HTTPTypes
import Hummingbird
import Permissions
import Store

/// List objects, streamed or in one piece, and list users.
///
/// Never cut silently: a list that is longer than the limit says so in a header, and the streamed form has no limit but the work it costs.
struct OpenFGALists: Sendable {
    static let maximumResults = 1000
    /// A page of a stream costs one more walk through the graph, so pages grow, and a long list has few.
    static let maximumPage = 64_000

    let authority: Authority
    let gate: OpenFGAGate
    let record: OpenFGARecord
    /// Lists that are being sent; each holds a snapshot.
    let streams = Places(64)

    private func scope(_ body: OpenFGARequest, _ limits: CheckLimits) throws -> QuestionScope {
        QuestionScope(
            contextual: try body.contextual(), context: try body.context(), now: authority.clock(), limits: limits,
            missingParameters: .failing)
    }

    /// A question for objects and the snapshot that all pages of its answer are read from.
    private struct AskedObjects: Sendable {
        let entry: OpenFGAEntry
        let question: ListObjectsQuestion
        let graph: Graph
        let model: StoredModel
    }

    private func askObjects(_ request: Request, _ exchange: Exchange) async throws -> AskedObjects {
        let entry = try await gate.asking(request, exchange)
        let body = try OpenFGARequest(parsing: try await request.jsonBytes(upTo: BodyLimit.evaluation, exchange))
        let question = try objectsQuestion(body, entry.tenant)
        let (graph, model) = try await gate.graph(entry.tenant, model: try body.text("authorization_model_id"))
        return AskedObjects(entry: entry, question: question, graph: graph, model: model)
    }

    private func objectsQuestion(_ body: OpenFGARequest, _ tenant: TenantID) throws -> ListObjectsQuestion {
        let (type, relation) = (try body.text("type"), try body.text("relation"))
        guard !type.isEmpty, !type.utf8.contains(UInt8(ascii: ":")) else {
            throw OpenFGAError(.typeInvalidPattern, "`type` has to be the name of a type")
        }
        guard !relation.isEmpty else { throw OpenFGAError.relationMissing }
        // Not bounded in depth, as in OpenFGA, which bounds that of checks and of list-users.
        return ListObjectsQuestion(
            subject: try SubjectReference(parsing: try body.text("user")), relation: relation, objectType: type,
            scope: try scope(body, authority.store.limits(tenant).check))
    }

    private func findObjects(
        _ asked: AskedObjects, after position: String? = nil, limit: Int
    ) async throws -> ListPage<ObjectReference> {
        let question = asked.question
        let page: ListPage<ObjectReference>
        do throws(CheckFailure) {
            page = try asked.graph.listObjects(question, after: position, limit: limit)
        } catch {
            // A subject the model does not know is a bad request, an object type it does not know is a type that is not found.
            throw asked.graph.model.typeNames.contains(question.objectType) && error.kind == .unknownType
                ? OpenFGAError(error) : OpenFGAError.ofList(error)
        }
        let found = OpenFGARecord.Entry(
            isAllowed: true, subject: question.subject.description, action: "list_objects:\(question.relation)",
            resource: question.objectType, reason: "\(page.items.count) objects")
        try await record.decisions([found], asked.entry)
        return page
    }

    @Sendable func objects(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let asked = try await askObjects(request, exchange)
        let page = try await findObjects(asked, limit: Self.maximumResults)
        let body = JSONValue.object(["objects": .array(page.items.map { .string($0.description) })])
        var response = try Answer.json(body).naming(asked.entry.tenant, asked.model)
        // OpenFGA cuts here without a word; the header is the word.
        response.headers.set(HeaderNames.listComplete, page.next == nil ? "true" : "false")
        return response
    }

    /// The first page decides the status; what fails after it is a last line.
    @Sendable func streamedObjects(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let asked = try await askObjects(request, exchange)
        let seat = try streams.take(for: asked.entry.tenant)
        let first = try await findObjects(asked, limit: Self.maximumResults)
        let body = StreamedAnswer.body(exchange) { write in
            let watch = Impatience(QuestionDesk.patience) { exchange.close() }
            defer { withExtendedLifetime(seat) { watch.end() } }
            try await send(first, asked) { piece in
                try await write(piece)
                watch.again()
            }
        }
        return Response(status: .ok, headers: [.contentType: LinesOfJSON.mediaType], body: body).naming(asked.entry.tenant, asked.model)
    }

    private func send(_ first: ListPage<ObjectReference>, _ asked: AskedObjects, _ write: StreamedAnswer.Write) async throws {
        var page = first
        var limit = Self.maximumResults
        while true {
            for start in stride(from: 0, to: page.items.count, by: 500) {
                let lines = try page.items[start..<min(start + 500, page.items.count)].flatMap { object in
                    try StreamedAnswer.line(JSONValue.object(["result": .object(["object": .string(object.description)])]))
                }
                try await write(lines)
            }
            guard let position = page.next else { return }
            limit = min(limit * 2, Self.maximumPage)
            do {
                page = try await findObjects(asked, after: position, limit: limit)
            } catch {
                return try await write(StreamedAnswer.line(JSONValue.object(["error": OpenFGAError(any: error).json])))
            }
        }
    }

    @Sendable func users(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.asking(request, exchange)
        let body = try OpenFGARequest(parsing: try await request.jsonBytes(upTo: BodyLimit.evaluation, exchange))
        let question = try usersQuestion(body, entry.tenant)
        let (graph, model) = try await gate.graph(entry.tenant, model: try body.text("authorization_model_id"))
        let (users, isComplete) = try Self.findUsers(question, graph)
        let found = OpenFGARecord.Entry(
            isAllowed: true, subject: question.subjectType, action: "list_users:\(question.relation)",
            resource: question.object.description, reason: "\(users.count) subjects")
        try await record.decisions([found], entry)
        var response = try Answer.json(JSONValue.object(["users": .array(users.map(Self.user))])).naming(entry.tenant, model)
        response.headers.set(HeaderNames.listComplete, isComplete ? "true" : "false")
        return response
    }

    private func usersQuestion(_ body: OpenFGARequest, _ tenant: TenantID) throws -> ListSubjectsQuestion {
        guard let object = try body.object("object") else {
            throw OpenFGAError(.validationError, "`object` is missing: give `type` and `id`")
        }
        let filters = try body.list("user_filters")
        guard filters.count == 1 else { throw OpenFGAError(.validationError, "give exactly one filter in `user_filters`") }
        let filter = try OpenFGARequest(filters[0], what: "a user filter")
        let (relation, filterRelation) = (try body.text("relation"), try filter.text("relation"))
        guard !relation.isEmpty else { throw OpenFGAError.relationMissing }
        return ListSubjectsQuestion(
            object: try ObjectReference(type: try object.text("type"), id: try object.text("id")), relation: relation,
            subjectType: try filter.text("type"), subjectRelation: filterRelation.isEmpty ? nil : filterRelation,
            scope: try scope(body, authority.store.limits(tenant).check.openFGA))
    }

    /// Only users count: whoever is excluded from everybody fills pages too, and is not in the answer.
    private static func findUsers(
        _ question: ListSubjectsQuestion, _ graph: Graph
    ) throws(OpenFGAError) -> (users: [SubjectReference], isComplete: Bool) {
        var users: [SubjectReference] = []
        var position: String?
        var limit = maximumResults
        repeat {
            do throws(CheckFailure) {
                let page = try graph.listSubjects(question, after: position, limit: limit)
                users += page.items
                position = page.next
            } catch {
                throw OpenFGAError.ofList(error)
            }
            limit = min(limit * 2, maximumPage)
        } while position != nil && users.count < maximumResults
        return (Array(users.prefix(maximumResults)), position == nil && users.count <= maximumResults)
    }

    private static func user(_ subject: SubjectReference) -> JSONValue {
        if subject.isWildcard { return .object(["wildcard": .object(["type": .string(subject.type)])]) }
        var members: [String: JSONValue] = ["type": .string(subject.type), "id": .string(subject.id)]
        guard let relation = subject.relation else { return .object(["object": .object(members)]) }
        members["relation"] = .string(relation)
        return .object(["userset": .object(members)])
    }
}

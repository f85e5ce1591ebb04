import API
import HTTPTypes
import Hummingbird
import NIOCore
import Permissions
import Store

/// List objects, streamed or in one piece, and list users.
///
/// Never cut silently: a list that is longer than the limit is an error, and the streamed form has no limit but the work it costs.
struct OpenFGALists: Sendable {
    static let maximumResults = 1000

    let authority: Authority
    let gate: OpenFGAGate
    let record: OpenFGARecord

    private func scope(_ body: OpenFGARequest, _ tenant: TenantID) throws -> QuestionScope {
        QuestionScope(
            contextual: try body.contextual(), context: try body.context(), now: authority.clock(),
            limits: authority.store.limits(tenant).check.openFGA, missingParameters: .failing)
    }

    private struct ObjectsFound {
        let objects: [String]
        let isComplete: Bool
        let entry: OpenFGAEntry
        let model: StoredModel
    }

    private func findObjects(_ request: Request, _ exchange: Exchange, limit: Int?) async throws -> ObjectsFound {
        let entry = try await gate.asking(request, exchange)
        let body = try OpenFGARequest(parsing: try await request.jsonBytes(upTo: BodyLimit.evaluation, exchange))
        let question = ListObjectsQuestion(
            subject: try SubjectReference(parsing: try body.text("user")), relation: try body.text("relation"),
            objectType: try body.text("type"), scope: try scope(body, entry.tenant))
        let (graph, model) = try await gate.graph(entry.tenant, model: try body.text("authorization_model_id"))
        let page: ListPage<ObjectReference>
        do throws(CheckFailure) {
            page = try graph.listObjects(question, after: nil, limit: limit)
        } catch {
            // A subject the model does not know is a bad request, an object type it does not know is a type that is not found.
            throw graph.model.typeNames.contains(question.objectType) && error.kind == .unknownType
                ? OpenFGAError(error) : OpenFGAError.ofList(error)
        }
        try record.decision(
            true, subject: question.subject.description, action: "list_objects:\(question.relation)", resource: question.objectType,
            reason: "\(page.items.count) objects", entry)
        return ObjectsFound(objects: page.items.map(\.description), isComplete: page.next == nil, entry: entry, model: model)
    }

    @Sendable func objects(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let found = try await findObjects(request, exchange, limit: Self.maximumResults)
        let body = JSONValue.object(["objects": .array(found.objects.map { .string($0) })])
        var response = try Answer.json(body).naming(found.entry.tenant, found.model)
        // OpenFGA cuts here without a word; the header is the word.
        response.headers.set(HeaderNames.listComplete, found.isComplete ? "true" : "false")
        return response
    }

    @Sendable func streamedObjects(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let found = try await findObjects(request, exchange, limit: nil)
        let objects = found.objects
        let headers: HTTPFields = [.contentType: "application/x-ndjson"]
        let body = ResponseBody { writer in
            for start in stride(from: 0, to: objects.count, by: 500) {
                var piece = ByteBuffer()
                for object in objects[start..<min(start + 500, objects.count)] {
                    piece.writeBytes(try Wire.encode(JSONValue.object(["result": .object(["object": .string(object)])])))
                    piece.writeString("\n")
                }
                try await writer.write(piece)
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body).naming(found.entry.tenant, found.model)
    }

    @Sendable func users(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.asking(request, exchange)
        let body = try OpenFGARequest(parsing: try await request.jsonBytes(upTo: BodyLimit.evaluation, exchange))
        guard let object = try body.object("object") else {
            throw OpenFGAError(.validationError, "`object` is missing: give `type` and `id`")
        }
        let filters = try body.list("user_filters")
        guard filters.count == 1 else { throw OpenFGAError(.validationError, "give exactly one filter in `user_filters`") }
        let filter = try OpenFGARequest(filters[0], what: "a user filter")
        let filterRelation = try filter.text("relation")
        let question = ListSubjectsQuestion(
            object: try ObjectReference(type: try object.text("type"), id: try object.text("id")), relation: try body.text("relation"),
            subjectType: try filter.text("type"), subjectRelation: filterRelation.isEmpty ? nil : filterRelation,
            scope: try scope(body, entry.tenant))
        let (graph, model) = try await gate.graph(entry.tenant, model: try body.text("authorization_model_id"))
        let found: SubjectPage
        do throws(CheckFailure) {
            found = try graph.listSubjects(question, after: nil, limit: Self.maximumResults)
        } catch {
            throw OpenFGAError.ofList(error)
        }
        try record.decision(
            true, subject: question.subjectType, action: "list_users:\(question.relation)", resource: question.object.description,
            reason: "\(found.items.count) subjects", entry)
        var response = try Answer.json(JSONValue.object(["users": .array(found.items.map(Self.user))])).naming(entry.tenant, model)
        response.headers.set(HeaderNames.listComplete, found.next == nil ? "true" : "false")
        return response
    }

    private static func user(_ subject: SubjectReference) -> JSONValue {
        if subject.isWildcard { return .object(["wildcard": .object(["type": .string(subject.type)])]) }
        var members: [String: JSONValue] = ["type": .string(subject.type), "id": .string(subject.id)]
        guard let relation = subject.relation else { return .object(["object": .object(members)]) }
        members["relation"] = .string(relation)
        return .object(["userset": .object(members)])
    }
}

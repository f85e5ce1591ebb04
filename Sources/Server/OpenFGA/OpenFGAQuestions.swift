import API
import Foundation
import Hummingbird
import Permissions
import Store

/// Check, batch check and expand.
struct OpenFGAQuestions: Sendable {
    static let maximumBatch = 50

    let authority: Authority
    let gate: OpenFGAGate
    let record: OpenFGARecord

    @Sendable func check(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.asking(request, exchange)
        let body = try OpenFGARequest(parsing: try await request.jsonBytes(upTo: BodyLimit.evaluation, exchange))
        let (graph, model) = try await gate.graph(entry.tenant, model: try body.text("authorization_model_id"))
        let limits = authority.store.limits(entry.tenant).check.openFGA
        let question = try question(body, limits, now: authority.clock())
        let isAllowed = try answer(question, graph)
        try await record.decisions([Self.entry(isAllowed, question)], entry)
        return try Answer.json(JSONValue.object(["allowed": .bool(isAllowed), "resolution": ""])).naming(entry.tenant, model)
    }

    /// The answer to one question, recorded without waiting for anything.
    func answerAtOnce(_ body: OpenFGARequest, _ graph: Graph, _ entry: OpenFGAEntry, now: Date, limits: CheckLimits) throws -> Bool {
        let question = try question(body, limits, now: now)
        let isAllowed = try answer(question, graph)
        try record.decisionAtOnce(Self.entry(isAllowed, question), entry)
        return isAllowed
    }

    private func question(_ body: OpenFGARequest, _ limits: CheckLimits, now: Date) throws -> Question {
        let key = try body.askedTuple().key()
        return Question(
            subject: key.subject, relation: key.relation, object: key.object, contextual: try body.contextual(),
            context: try body.context(), now: now, limits: limits)
    }

    private func answer(_ question: Question, _ graph: Graph) throws(OpenFGAError) -> Bool {
        switch graph.check(question) {
        case .allowed: return true
        case .denied: return false
        case .failed(let failure): throw OpenFGAError(failure)
        }
    }

    private static func entry(_ isAllowed: Bool, _ question: Question) -> OpenFGARecord.Entry {
        OpenFGARecord.Entry(
            isAllowed: isAllowed, subject: question.subject.description, action: question.relation,
            resource: question.object.description, reason: OpenFGARecord.Entry.reason(isAllowed))
    }

    /// All questions at one revision; a bad one is an error in its place.
    @Sendable func batchCheck(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.asking(request, exchange)
        let body = try OpenFGARequest(parsing: try await request.jsonBytes(upTo: BodyLimit.evaluation, exchange))
        let items = try body.list("checks")
        guard !items.isEmpty else {
            throw OpenFGAError(.validationError, "batch check requires at least one check to evaluate, no checks were received")
        }
        guard items.count <= Self.maximumBatch else {
            throw OpenFGAError(
                .validationError, "batchCheck received \(items.count) checks, the maximum allowed is \(Self.maximumBatch)")
        }
        var identifiers: [String] = []
        var bodies: [OpenFGARequest] = []
        for item in items {
            let item = try OpenFGARequest(item, what: "a check")
            let identifier = try item.text("correlation_id")
            guard Self.isCorrelationID(identifier) else {
                throw OpenFGAError(.validationError, "correlation_id has to be 1 to 36 letters, digits, `_` and `-`")
            }
            guard !identifiers.contains(identifier) else {
                throw OpenFGAError(.validationError, "received duplicate correlation id: \(identifier)")
            }
            try Self.requireWhole(try item.askedTuple())
            identifiers.append(identifier)
            bodies.append(item)
        }
        let (graph, model) = try await gate.graph(entry.tenant, model: try body.text("authorization_model_id"))
        var results: [String: JSONValue] = [:]
        // One moment and one measure for all of them, by which questions share what they have in common.
        let limits = authority.store.limits(entry.tenant).check.openFGA.sharedByBatch()
        let now = authority.clock()
        var questions: [(identifier: String, question: Question)] = []
        for (identifier, item) in zip(identifiers, bodies) {
            do {
                questions.append((identifier, try question(item, limits, now: now)))
            } catch {
                guard let refusal = OpenFGAError(error) else { throw error }
                results[identifier] = Self.failure(refusal)
            }
        }
        var batch = CheckBatch(graph: graph, questions.map(\.question))
        let answers = await batch.answers()
        var decided: [OpenFGARecord.Entry] = []
        for (asked, result) in zip(questions, answers) {
            switch result {
            case .failed(let failure): results[asked.identifier] = Self.failure(OpenFGAError(failure))
            case .allowed, .denied:
                decided.append(Self.entry(result == .allowed, asked.question))
                results[asked.identifier] = .object(["allowed": .bool(result == .allowed)])
            }
        }
        try await record.decisions(decided, entry)
        return try Answer.json(JSONValue.object(["result": .object(results)])).naming(entry.tenant, model)
    }

    /// What is missing altogether fails the whole request, as in OpenFGA; what is there and wrong, its own question.
    private static func requireWhole(_ tuple: OpenFGARequest) throws {
        for name in ["user", "relation", "object"] where try tuple.text(name).isEmpty {
            throw OpenFGAError(.validationError, "a check lacks its `\(name)`")
        }
    }

    private static func failure(_ error: OpenFGAError) -> JSONValue {
        .object(["error": .object(["input_error": .string(error.code.rawValue), "message": .string(error.message)])])
    }

    private static func isCorrelationID(_ text: String) -> Bool {
        (1...36).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    @Sendable func expand(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.asking(request, exchange)
        let body = try OpenFGARequest(parsing: try await request.jsonBytes(upTo: BodyLimit.evaluation, exchange))
        let tuple = try body.askedTuple()
        let (name, relation) = (try tuple.text("object"), try tuple.text("relation"))
        guard !name.isEmpty, !relation.isEmpty else {
            throw OpenFGAError(.invalidExpandInput, "give the `object` and the `relation` to expand")
        }
        let object = try ObjectReference(parsing: name)
        let contextual = try body.contextual()
        let (graph, model) = try await gate.graph(entry.tenant, model: try body.text("authorization_model_id"))
        let node: ExpansionNode
        do throws(CheckFailure) {
            node = try graph.expand(
                object: object, relation: relation, contextual: contextual, now: authority.clock(),
                limits: authority.store.limits(entry.tenant).check)
        } catch {
            throw OpenFGAError(error)
        }
        let shown = OpenFGARecord.Entry(
            isAllowed: true, subject: nil, action: "expand:\(relation)", resource: object.description, reason: "the expansion was shown")
        try await record.decisions([shown], entry)
        return try Answer.json(JSONValue.object(["tree": .object(["root": JSONValue(node)])])).naming(entry.tenant, model)
    }
}

extension CheckLimits {
    /// The same with the depth of OpenFGA: 25 steps below one another (section "resolution too complex" of its documentation).
    var openFGA: CheckLimits {
        var limits = self
        limits.dispatches = 25
        return limits
    }
}

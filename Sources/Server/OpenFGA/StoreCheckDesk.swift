import API
import Foundation
import OAuth
import Permissions
import Store
import Tokens

/// Answers OpenFGA's check before the framework, for programs with an access token that is remembered as good.
struct StoreCheckDesk: HotDesk {
    let authority: Authority
    let directory: StoreDirectory
    let models: ModelsInForce
    let questions: OpenFGAQuestions
    let log: RequestLog

    func answer(_ request: HotRequest) -> HotAnswer? {
        let moment = HotMoment(authority.clock)
        guard request.route == .storeCheck, let tenant = directory.recall(request.name),
            let token = authority.bearers.recallForService(tenant, request.token, at: moment.date),
            token.claims.scope.contains(API.Scope.evaluate),
            let graph = authority.store.loadedGraph(tenant),
            let model = models.recall(tenant, graph)
        else { return nil }
        let requestID = request.requestID ?? RequestIDSource().make()
        let asked = Asked(
            body: request.body, model: model.id, graph: graph,
            entry: OpenFGAEntry(tenant: tenant, administrator: nil, requestID: requestID), now: moment.date,
            limits: authority.store.limits(tenant).check.openFGA.atOnce(since: moment.start, lasting: authority.frontMilliseconds))
        guard let isAllowed = plainAnswer(asked) ?? answer(asked) else { return nil }
        log.answered(request, requestID: requestID, since: moment, authority.metrics)
        return HotAnswer(
            requestID: requestID,
            body: Array((isAllowed ? #"{"allowed":true,"resolution":""}"# : #"{"allowed":false,"resolution":""}"#).utf8),
            headerLines: model.headerLines)
    }

    private struct Asked {
        let body: [UInt8]
        let model: String
        let graph: Graph
        let entry: OpenFGAEntry
        let now: Date
        let limits: CheckLimits
    }

    /// Of the usual question, whose names are looked up and remembered as bytes of the body; nil says nothing about it.
    private func plainAnswer(_ asked: Asked) -> Bool? {
        guard let check = PlainTupleCheck(asked.body), check.evaluation.areBare, check.isFor(model: asked.model) else { return nil }
        let isAllowed = check.evaluation.withNames(check.question) { user, relation, object in
            let names = QuestionNames(subject: user, relation: relation, object: object)
            return asked.graph.check(names, now: asked.now, limits: asked.limits)
        }
        guard let isAllowed, (try? questions.record.decisionAtOnce(check, isAllowed, asked.entry, now: asked.now)) != nil else {
            return nil
        }
        return isAllowed
    }

    private func answer(_ asked: Asked) -> Bool? {
        guard let body = try? OpenFGARequest(parsing: asked.body), let named = try? body.text("authorization_model_id"),
            named.isEmpty || named == asked.model
        else { return nil }
        return try? questions.answerAtOnce(body, asked.graph, asked.entry, now: asked.now, limits: asked.limits)
    }
}

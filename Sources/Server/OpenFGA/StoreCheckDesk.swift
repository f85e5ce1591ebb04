import API
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
            let model = models.recall(tenant, graph), let body = try? OpenFGARequest(parsing: request.body),
            let named = try? body.text("authorization_model_id"), named.isEmpty || named == model.id
        else { return nil }
        let requestID = request.requestID ?? RequestIDSource().make()
        let entry = OpenFGAEntry(tenant: tenant, administrator: nil, requestID: requestID)
        let limits = authority.store.limits(tenant).check.openFGA.atOnce(since: moment.start, lasting: authority.frontMilliseconds)
        guard let isAllowed = try? questions.answerAtOnce(body, graph, entry, now: moment.date, limits: limits) else { return nil }
        log.answered(request, requestID: requestID, since: moment, authority.metrics)
        return HotAnswer(
            requestID: requestID,
            body: Array((isAllowed ? #"{"allowed":true,"resolution":""}"# : #"{"allowed":false,"resolution":""}"#).utf8),
            headerLines: model.headerLines)
    }
}

import API
import Foundation
import OAuth
import Store
import Tokens

/// Answers evaluations before the framework: the same rules in the same order as `PolicyEndpoints`, where nothing has to be waited for.
struct EvaluationDesk: HotDesk {
    let authority: Authority
    let judge: Judge
    let log: RequestLog

    /// Longer batches are left to the framework's path, where they keep no other request waiting.
    static let batchLimit = 100

    func answer(_ request: HotRequest) -> HotAnswer? {
        let moment = HotMoment(authority.clock)
        guard request.route == .evaluation || request.route == .evaluations, let tenant = try? TenantID(request.name),
            let token = authority.bearers.recallForService(tenant, request.token, at: moment.date),
            token.claims.scope.contains(API.Scope.evaluate)
        else { return nil }
        let requestID = request.requestID ?? RequestIDSource().make()
        let origin = Judge.Origin(tenant: tenant, requestID: requestID, moment: moment)
        guard let body = request.route == .evaluation ? one(request.body, origin) : many(request.body, origin) else { return nil }
        log.answered(request, requestID: requestID, since: moment, authority.metrics)
        return HotAnswer(requestID: requestID, body: body)
    }

    private func one(_ body: [UInt8], _ origin: Judge.Origin) -> [UInt8]? {
        if let question = PlainEvaluations(one: body) { return plain(question, origin)?.first.map(EvaluationAnswer.bytes) }
        guard let question = try? EvaluationRequest(parsing: body), let decisions = try? judge.decideAtOnce([question], origin)
        else { return nil }
        return decisions.first.map(EvaluationAnswer.bytes)
    }

    private func many(_ body: [UInt8], _ origin: Judge.Origin) -> [UInt8]? {
        if let questions = PlainEvaluations(batch: body) { return plain(questions, origin).map(EvaluationAnswer.bytes) }
        guard let (questions, semantic) = Self.questions(body),
            let decisions = try? judge.decideAtOnce(questions, semantic: semantic, origin)
        else { return nil }
        return EvaluationAnswer.bytes(decisions)
    }

    private func plain(_ questions: PlainEvaluations, _ origin: Judge.Origin) -> [Decision]? {
        guard questions.questions.count <= Self.batchLimit else { return nil }
        return questions.areBare ? try? judge.decideAtOnce(questions, origin) : try? judge.decideAtOnce(questions.requests, origin)
    }

    private static func questions(_ body: [UInt8]) -> ([EvaluationRequest], EvaluationsRequest.Semantic)? {
        guard let batch = try? EvaluationsRequest(parsing: body), !batch.isSingle, batch.items.count <= batchLimit else { return nil }
        let questions = batch.items.compactMap { item -> EvaluationRequest? in
            if case .question(let question) = item { question } else { nil }
        }
        return questions.count == batch.items.count ? (questions, batch.semantic) : nil
    }
}

/// When a request reached the front; each clock is read once.
struct HotMoment {
    let start = ContinuousClock.now
    let date: Date

    init(_ clock: () -> Date) {
        date = clock()
    }
}

extension RequestLog {
    /// Logs and counts what the front answered, as the framework's path does.
    func answered(_ request: HotRequest, requestID: String, since moment: HotMoment, _ metrics: Metrics) {
        let duration = ContinuousClock.now - moment.start
        metrics.countHot(place: request.route.rawValue, route: request.route.path.rawValue, duration: duration)
        record(
            request.target.line, at: moment.date.addingTimeInterval(Double(duration.microseconds) / 1e6), duration: duration,
            requestID: requestID)
    }
}

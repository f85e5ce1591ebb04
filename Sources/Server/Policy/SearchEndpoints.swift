import API
import Expressions
import Foundation
import Hummingbird
import Permissions
import Store

/// Who may, on what, and what: the searches of AuthZEN Authorization API 1.0 §8.
///
/// A result is exactly what an evaluation with the same context would allow. What depends on a value that was not sent is no result.
struct SearchEndpoints: Sendable {
    let authority: Authority
    let enter: @Sendable (Request, Exchange) async throws -> TenantID
    let credential: SubjectCredential
    let shelf: SnapshotShelf

    func mount(on site: inout Site, at paths: PolicyPaths) {
        site.on(.post, paths.subjectSearch) { try await search(.subject, $0, $1) }
        site.on(.post, paths.resourceSearch) { try await search(.resource, $0, $1) }
        site.on(.post, paths.actionSearch) { try await search(.action, $0, $1) }
    }

    private func search(_ kind: SearchRequest.Kind, _ request: Request, _ exchange: Exchange) async throws -> Response {
        let tenant = try await enter(request, exchange)
        let search = try SearchRequest(kind, parsing: try await PolicyEndpoints.body(request, exchange))
        let agent: SubjectReference?
        switch try await credential.find(search, kind, tenant: tenant) {
        case .refused: return try await answer(.empty, kind, search, nil, tenant, exchange)
        case .vouched(let found), .proven(let found): agent = found
        }
        let question = Self.identity(kind, search)
        var graph = try await authority.store.graph(tenant)
        var position: String?
        if let token = search.token {
            guard let cursor = ListCursor(parsing: token, tenant: tenant, question: question) else {
                throw Refusal(.invalidCursor, "the cursor is not one of this list: begin without a cursor")
            }
            if cursor.snapshot != SnapshotName(graph) {
                guard let kept = shelf.graph(tenant, cursor.snapshot) else {
                    throw Refusal(.invalidCursor, "the list that the cursor belongs to is not kept any more: begin without a cursor")
                }
                graph = kept
            }
            position = cursor.position.isEmpty ? nil : cursor.position
        }
        let found = try find(kind, search, agent, after: position, on: graph, tenant)
        if found.next != nil { shelf.keep(graph, of: tenant) }
        let next = found.next.map { ListCursor(snapshot: SnapshotName(graph), position: $0).text(tenant: tenant, question: question) }
        return try await answer(found, kind, search, next, tenant, exchange)
    }

    private func find(
        _ kind: SearchRequest.Kind, _ search: SearchRequest, _ agent: SubjectReference?, after position: String?, on graph: Graph,
        _ tenant: TenantID
    ) throws -> Searcher.Found {
        let argument: Inquiry.Target?
        do throws(InvalidReference) {
            argument = try search.context?.resource.map(Inquiry.Target.init)
        } catch {
            return .empty
        }
        // A page, and what its results are held against, end together.
        let limits = authority.store.limits(tenant).check.sharedByBatch()
        return try Searcher(graph: graph, agent: agent, argument: argument, now: authority.clock(), limits: limits)
            .find(kind, search, after: position)
    }

    private func answer(
        _ found: Searcher.Found, _ kind: SearchRequest.Kind, _ search: SearchRequest, _ next: String?, _ tenant: TenantID,
        _ exchange: Exchange
    ) async throws -> Response {
        try await authority.store.recordWhenThereIsRoom(
            AuditEvent(
                tenant: tenant, time: authority.clock(), kind: .decision,
                subject: AuditText.reference(search.subject.type, search.subject.id),
                action: AuditText.clipped("search_\(kind.rawValue):\(search.action?.name ?? "")"),
                resource: AuditText.reference(search.resource.type, search.resource.id), outcome: .succeeded,
                reason: "\(found.results.count) results", decisionID: DecisionID.make(), requestID: exchange.requestID))
        return try Answer.json(SearchResponse(results: found.results, next: next, exclusions: found.exclusions))
    }

    /// The question without its place in the list. The size of pages is part of it: it stays the same from page to page (§8.2.2).
    private static func identity(_ kind: SearchRequest.Kind, _ search: SearchRequest) -> [UInt8] {
        var question = search
        question.token = nil
        let values = ConditionContext.values(of: question).map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "\n")
        let argument = search.context?.resource.map { "\($0.type)\n\($0.id)\n\($0.action)" } ?? ""
        let text = """
            \(kind.rawValue)\n\(search.subject.type)\n\(search.subject.id)\n\(search.action?.name ?? "")\n\(search.resource.type)
            \(search.resource.id)\n\(search.context?.agent ?? "")\n\(argument)\n\(search.limit ?? 0)\n\(values)
            """
        return Array(text.utf8)
    }
}

extension Searcher.Found {
    static let empty = Searcher.Found(results: [], next: nil)

    /// What a page without room has: the next one begins where it began.
    static func none(after position: String?) -> Searcher.Found { Searcher.Found(results: [], next: position ?? "") }
}

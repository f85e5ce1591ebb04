import API
import Expressions
import Foundation
import Hummingbird
import Permissions
import Store

/// What every question of an administrator begins and ends with: the body, one snapshot to ask, the count and the audit.
struct QuestionDesk: Sendable {
    let authority: Authority
    let gate: AdministratorGate
    let shelf: SnapshotShelf
    /// Lists that are being sent whole; each holds a snapshot.
    let streams = Places(8)

    /// A question that was let in, and the snapshot it is asked on.
    struct Asked<Question: ManagementBody>: Sendable {
        let entry: Entry
        let question: Question
        let circumstances: Circumstances
        var graph: Graph
        let contextual: [Relationship]
        let now: Date
        let limits: TenantLimits

        func scope(_ context: [String: JSONValue]?, _ shared: CheckLimits? = nil) -> QuestionScope {
            QuestionScope(
                contextual: contextual, context: ConditionContext.values(context ?? [:]), now: now, limits: shared ?? limits.check)
        }

        var revision: UInt64 { graph.revision.rawValue }
    }

    func ask<Question: ManagementBody>(
        _ type: Question.Type, _ request: Request, _ exchange: Exchange
    ) async throws -> Asked<Question> {
        let entry = try await gate.enter(request, exchange)
        let bytes = try await request.jsonBytes(upTo: BodyLimit.management, exchange)
        let posed = try Wire.decodeStrictly(Posed<Question>.self, from: bytes)
        let contextual = try (posed.circumstances.relationships ?? []).map { try Relationship($0) }
        return Asked(
            entry: entry, question: posed.question, circumstances: posed.circumstances,
            graph: try await graph(entry.tenant, posed.circumstances), contextual: contextual, now: authority.clock(),
            limits: authority.store.limits(entry.tenant))
    }

    /// Graphs only become newer, so whatever has been waited for is in the one that is taken afterwards.
    private func graph(_ tenant: TenantID, _ circumstances: Circumstances) async throws -> Graph {
        _ = try await Freshness(circumstances).settle(tenant, in: authority.store)
        guard let model = circumstances.model else { return try await authority.store.graph(tenant) }
        return try await authority.store.graph(tenant, model: model)
    }

    /// Counts a question that has no single decision, and puts it into the audit.
    func record<Question>(
        _ asked: Asked<Question>, _ action: String, subject: String? = nil, resource: String? = nil, details: [String: String] = [:]
    ) throws {
        authority.metrics.countQuestion(action)
        var details = details
        details["revision"] = String(asked.revision)
        if let subject { details["asked_about"] = subject }
        try authority.store.record(
            AuditEvent(
                tenant: asked.entry.tenant, time: authority.clock(), kind: .admin, subject: asked.entry.administrator.subject,
                action: action, resource: resource, outcome: .succeeded, reason: "asked by an administrator",
                requestID: asked.entry.requestID, details: details))
    }
}

import API
import Foundation
import Hummingbird
import Permissions
import Store

extension OpenFGATuples {
    /// How often one answer reads on where the store found nothing of the wanted type: half a million rows.
    private static let readLimit = 100

    /// The history, oldest first; the token of the last page is good for the next question.
    @Sendable func changes(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.changing(request, exchange)
        let query = try OpenFGAQuery(request, ["type", "page_size", "continuation_token", "start_time"])
        let size = try query.pageSize()
        let start = try query["start_time"].map { text throws(OpenFGAError) -> Date in
            guard let date = Wire.date(from: text) else {
                throw OpenFGAError(.validationError, "`start_time` is not a time such as 2026-01-31T12:00:00Z")
            }
            return date
        }
        let token = try ChangeToken(query["continuation_token"], tenant: entry.tenant, type: query["type"] ?? "")
        // A token is a place that a time has led to before; both would leave changes out.
        let since = token.position == nil ? start : nil
        let page = try await page(entry.tenant, after: token.position, limit: size, type: query["type"], since: since)
        var response = try Answer.json(
            JSONValue.object([
                "changes": .array(page.changes.map(Self.change)), "continuation_token": .string(token.text(at: page.next)),
            ])
        ).naming(entry.tenant)
        response.headers.set(HeaderNames.listComplete, page.hasMore ? "false" : "true")
        return response
    }

    /// Reads on until there is a change or no more: to OpenFGA's clients an empty page is the end.
    private func page(
        _ tenant: TenantID, after: ChangePosition?, limit: Int, type: String?, since: Date?
    ) async throws -> ChangePage {
        var position = after
        var page: ChangePage
        var remaining = Self.readLimit
        repeat {
            page = try await authority.store.changes(
                tenant, after: position, limit: limit, objectTypes: type.map { [$0] }, since: since)
            position = page.next
            remaining -= 1
        } while page.changes.isEmpty && page.hasMore && remaining > 0
        return page
    }

    private static func change(_ change: RelationshipChangeRecord) -> JSONValue {
        .object([
            "tuple_key": JSONValue(tuple: change.relationship),
            "operation": change.operation == .touch ? "TUPLE_OPERATION_WRITE" : "TUPLE_OPERATION_DELETE",
            "timestamp": .string(Wire.text(of: change.changedAt)),
        ])
    }
}

/// A place in the history, bound to the store and to the type it was asked for.
struct ChangeToken {
    let tenant: TenantID
    let type: String
    let position: ChangePosition?

    init(_ text: String?, tenant: TenantID, type: String) throws(OpenFGAError) {
        self.tenant = tenant
        self.type = type
        guard let text else {
            position = nil
            return
        }
        let invalid = OpenFGAError(.invalidContinuationToken, "Invalid continuation token")
        guard text.utf8.count <= 5120, let data = Data(base64Encoded: text) else { throw invalid }
        let parts = String(decoding: data, as: UTF8.self).split(separator: "|", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == tenant.rawValue, let found = try? ChangePosition(parsing: String(parts[1])) else {
            throw invalid
        }
        guard parts[2] == type else {
            throw OpenFGAError(.continuationTokenMismatch, "the type in the query does not match the type of the continuation token")
        }
        position = found
    }

    func text(at position: ChangePosition) -> String {
        Data("\(tenant)|\(position)|\(type)".utf8).base64EncodedString()
    }
}

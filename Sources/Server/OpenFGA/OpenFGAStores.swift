import API
import Foundation
import Hummingbird
import OAuth
import Permissions
import Store

/// Tenants in the form of stores.
struct OpenFGAStores: Sendable {
    let authority: Authority
    let gate: OpenFGAGate

    /// Makes a tenant with a name of its own; the store's name is its display name.
    @Sendable func create(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let administrator = try await gate.administrator(request)
        guard administrator.tenant == nil else {
            throw OpenFGAError(.forbidden, "only an administrator of the whole instance may create stores")
        }
        let body = try OpenFGARequest(parsing: try await request.jsonBytes(upTo: BodyLimit.management, exchange))
        let name = try body.text("name")
        guard Self.isName(name) else {
            throw OpenFGAError(
                .validationError, "a store's name has 3 to 64 letters, digits, spaces and `.`, `-`, `/`, `^`, `_`, `&`, `@`")
        }
        let id = try TenantID("store-\(DecisionID.make().prefix(20))")
        let tenant = try await authority.store.createTenant(
            NewTenant(
                id: id, displayName: name, signingKey: try authority.keys.newSigningKey(for: id),
                model: try Model(parsing: Model.builtInSource), createdAt: authority.clock()))
        gate.directory.forget()
        try await gate.gate.audit.changed(
            Entry(administrator: administrator, tenant: id, requestID: exchange.requestID), action: "tenant.create",
            resource: "tenant:\(id)", details: ["interface": "openfga"])
        return try Answer.json(Self.json(tenant), status: .created)
    }

    @Sendable func list(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let administrator = try await gate.administrator(request)
        let query = try OpenFGAQuery(request, ["page_size", "continuation_token", "name"])
        let size = try query.pageSize()
        let start: Int
        if let token = query["continuation_token"] {
            guard let data = Data(base64Encoded: token), let number = Int(String(decoding: data, as: UTF8.self)), number >= 0 else {
                throw OpenFGAError(.invalidContinuationToken, "Invalid continuation token")
            }
            start = number
        } else {
            start = 0
        }
        let name = query["name"]
        let tenants = try await authority.store.tenants().filter { tenant in
            (administrator.tenant == nil || administrator.tenant == tenant.id) && (name == nil || tenant.displayName == name)
        }
        let page = tenants.dropFirst(start).prefix(size)
        let next = start + page.count < tenants.count ? Data(String(start + page.count).utf8).base64EncodedString() : ""
        return try Answer.json(
            JSONValue.object(["stores": .array(page.map(Self.json)), "continuation_token": .string(next)]))
    }

    @Sendable func show(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.asking(request, exchange)
        guard let tenant = try await authority.store.tenant(entry.tenant) else { throw OpenFGAError(.storeNotFound, "Store ID not found") }
        return try Answer.json(Self.json(tenant))
    }

    /// A tenant holds keys, users and an audit beside its relationships: it does not go away by a call of this interface.
    @Sendable func delete(_ request: Request, _ exchange: Exchange) async throws -> Response {
        _ = try await gate.changing(request, exchange)
        throw OpenFGAError(.unimplemented, "a store of Cardea is a whole tenant, with its keys, users and audit, and is not deleted here")
    }

    private static func json(_ tenant: Tenant) -> JSONValue {
        let time = JSONValue.string(Wire.text(of: tenant.createdAt))
        return .object([
            "id": .string(StoreIdentifier.text(tenant.id)), "name": .string(tenant.displayName), "created_at": time, "updated_at": time,
        ])
    }

    private static func isName(_ text: String) -> Bool {
        (3...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: " .-/^_&@".utf8.contains(byte)
                }
            }
    }
}

package import Foundation
import GRDB

extension Store {
    package func createClient(_ tenant: TenantID, _ client: NewClient) async throws -> OAuthClient {
        try await write(creating: ("client", client.id.rawValue)) { database in
            try database.execute(
                sql: """
                    INSERT INTO clients
                        (tenant_id, client_id, display_name, kind, secret_hash, redirect_uris, grant_types, scopes, created_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    tenant.rawValue, client.id.rawValue, client.displayName, client.kind.rawValue, client.secretHash.map { Data($0) },
                    Column.list(client.redirectURIs), Column.list(client.grantTypes.map(\.rawValue).sorted()), Column.list(client.scopes),
                    Column.time(client.createdAt),
                ])
        }
        return OAuthClient(
            id: client.id, displayName: client.displayName, kind: client.kind, secretHash: client.secretHash,
            redirectURIs: client.redirectURIs, grantTypes: client.grantTypes, scopes: client.scopes, createdAt: client.createdAt)
    }

    package func client(_ tenant: TenantID, _ id: ClientID) async throws -> OAuthClient? {
        try await pool.reading { database in
            try Row.fetchOne(
                database.cachedStatement(sql: "SELECT * FROM clients WHERE tenant_id = ? AND client_id = ?"),
                arguments: [tenant.rawValue, id.rawValue]
            ).map(OAuthClient.init(row:))
        }
    }

    package func clients(_ tenant: TenantID) async throws -> [OAuthClient] {
        try await pool.reading { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM clients WHERE tenant_id = ? ORDER BY created_at, client_id", arguments: [tenant.rawValue]
            ).map(OAuthClient.init(row:))
        }
    }

    /// Disables (or enables, with nil); the client's tokens are inactive while disabled.
    package func setClient(_ tenant: TenantID, _ id: ClientID, disabledAt: Date?) async throws {
        try await write { database in
            try database.execute(
                sql: "UPDATE clients SET disabled_at = ? WHERE tenant_id = ? AND client_id = ?",
                arguments: [disabledAt.map(Column.time(_:)), tenant.rawValue, id.rawValue])
            guard database.changesCount == 1 else { throw StoreError.notFound(kind: "client", id: id.rawValue) }
        }
        advanceEpoch(tenant)
    }
}

extension OAuthClient {
    init(row: Row) throws {
        guard let kind = ClientKind(rawValue: row["kind"]) else { throw StoreError.failed("a client of an unknown kind is stored") }
        self.init(
            id: try ClientID(row["client_id"]), displayName: row["display_name"], kind: kind,
            secretHash: (row["secret_hash"] as Data?).map { Array($0) }, redirectURIs: Column.list(row["redirect_uris"] as String),
            grantTypes: Set(Column.list(row["grant_types"] as String).compactMap(GrantType.init(rawValue:))),
            scopes: Column.list(row["scopes"] as String), createdAt: row.date("created_at"), disabledAt: row.optionalDate("disabled_at"))
    }
}

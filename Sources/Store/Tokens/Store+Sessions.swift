package import Foundation
import GRDB

extension Store {
    package func createSession(_ tenant: TenantID, _ session: Session) async throws {
        try await write { database in
            try database.execute(sql: "DELETE FROM sessions WHERE expires_at <= ?", arguments: [Column.time(session.authenticatedAt)])
            try database.execute(
                sql: "INSERT INTO sessions (tenant_id, id_hash, user_name, authenticated_at, expires_at) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    tenant.rawValue, Data(session.idHash), session.userName.rawValue, Column.time(session.authenticatedAt),
                    Column.time(session.expiresAt),
                ])
        }
    }

    /// The session, unless it has expired or its user is disabled.
    package func session(_ tenant: TenantID, idHash: [UInt8], now: Date) async throws -> Session? {
        try await pool.reading { database in
            try Row.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT sessions.* FROM sessions JOIN users ON users.tenant_id = sessions.tenant_id AND users.name = sessions.user_name
                        WHERE sessions.tenant_id = ? AND id_hash = ? AND expires_at > ? AND users.disabled_at IS NULL
                        """), arguments: [tenant.rawValue, Data(idHash), Column.time(now)]
            ).map {
                Session(
                    idHash: idHash, userName: try UserName($0["user_name"]), authenticatedAt: $0.date("authenticated_at"),
                    expiresAt: $0.date("expires_at"))
            }
        }
    }

    package func deleteSession(_ tenant: TenantID, idHash: [UInt8]) async throws {
        try await write { database in
            try database.execute(
                sql: "DELETE FROM sessions WHERE tenant_id = ? AND id_hash = ?", arguments: [tenant.rawValue, Data(idHash)])
        }
    }

    package func consent(_ tenant: TenantID, user: UserName, client: ClientID, resource: String) async throws -> Consent? {
        try await pool.reading { database in
            try Row.fetchOne(
                database.cachedStatement(
                    sql: "SELECT * FROM consents WHERE tenant_id = ? AND user_name = ? AND client_id = ? AND resource = ?"),
                arguments: [tenant.rawValue, user.rawValue, client.rawValue, resource]
            ).map {
                Consent(
                    userName: user, clientID: client, resource: resource, scope: Column.list($0["scope"] as String),
                    givenAt: $0.date("given_at"))
            }
        }
    }

    package func recordConsent(_ tenant: TenantID, _ consent: Consent) async throws {
        try await write { database in
            try database.execute(
                sql: """
                    INSERT INTO consents (tenant_id, user_name, client_id, resource, scope, given_at) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET scope = excluded.scope, given_at = excluded.given_at
                    """,
                arguments: [
                    tenant.rawValue, consent.userName.rawValue, consent.clientID.rawValue, consent.resource, Column.list(consent.scope),
                    Column.time(consent.givenAt),
                ])
        }
    }
}

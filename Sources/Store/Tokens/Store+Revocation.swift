package import Foundation
import GRDB

extension Store {
    /// Whether a token that was issued is still good: not revoked itself, nor its grant, nor its client or user disabled.
    package func accessTokenStatus(_ tenant: TenantID, tokenID: String) async throws -> TokenStatus {
        try await pool.reading { database in
            let good = try Bool.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT token.revoked_at IS NULL AND grants.revoked_at IS NULL
                            AND clients.disabled_at IS NULL AND users.disabled_at IS NULL
                        FROM access_tokens AS token
                        JOIN clients ON clients.tenant_id = token.tenant_id AND clients.client_id = token.client_id
                        LEFT JOIN grants ON grants.tenant_id = token.tenant_id AND grants.grant_id = token.grant_id
                        LEFT JOIN users ON users.tenant_id = token.tenant_id AND users.name = token.user_name
                        WHERE token.tenant_id = ? AND token.token_id = ?
                        """), arguments: [tenant.rawValue, tokenID])
            return good.map { $0 ? .active : .revoked } ?? .unknown
        }
    }

    /// How many tokens it ended: one, or none where there was nothing to end.
    @discardableResult
    package func revokeAccessToken(_ tenant: TenantID, tokenID: String, at time: Date) async throws -> Int {
        try await revoke(tenant) { database in
            try database.execute(
                sql: "UPDATE access_tokens SET revoked_at = ? WHERE tenant_id = ? AND token_id = ? AND revoked_at IS NULL",
                arguments: [Column.time(time), tenant.rawValue, tokenID])
            return database.changesCount
        }
    }

    /// Ends a grant with every refresh and access token that came from it.
    @discardableResult
    package func revokeGrant(_ tenant: TenantID, grantID: String, at time: Date) async throws -> Int {
        try await revoke(tenant) { database in
            try database.execute(
                sql: "UPDATE grants SET revoked_at = ? WHERE tenant_id = ? AND grant_id = ? AND revoked_at IS NULL",
                arguments: [Column.time(time), tenant.rawValue, grantID])
            try database.execute(
                sql: "UPDATE access_tokens SET revoked_at = ? WHERE tenant_id = ? AND grant_id = ? AND revoked_at IS NULL",
                arguments: [Column.time(time), tenant.rawValue, grantID])
            return database.changesCount
        }
    }

    /// Ends everything that was issued for a user: grants, access tokens, codes on their way, and the browsers that are signed in.
    package func revokeTokens(_ tenant: TenantID, user: UserName, at time: Date) async throws -> Int {
        try await revoke(tenant) { database in
            try database.execute(
                sql: "DELETE FROM sessions WHERE tenant_id = ? AND user_name = ?", arguments: [tenant.rawValue, user.rawValue])
            try database.execute(
                sql: "UPDATE authorization_codes SET redeemed_at = ? WHERE tenant_id = ? AND user_name = ? AND redeemed_at IS NULL",
                arguments: [Column.time(time), tenant.rawValue, user.rawValue])
            try database.execute(
                sql: "UPDATE grants SET revoked_at = ? WHERE tenant_id = ? AND user_name = ? AND revoked_at IS NULL",
                arguments: [Column.time(time), tenant.rawValue, user.rawValue])
            try database.execute(
                sql: "UPDATE access_tokens SET revoked_at = ? WHERE tenant_id = ? AND user_name = ? AND revoked_at IS NULL",
                arguments: [Column.time(time), tenant.rawValue, user.rawValue])
            return database.changesCount
        }
    }

    private func revoke(_ tenant: TenantID, _ body: @Sendable @escaping (Database) throws -> Int) async throws -> Int {
        let count = try await write(body)
        // INVARIANT: the epoch moves after the commit and before the caller is answered, so that no later use finds a remembered token.
        advanceEpoch(tenant)
        return count
    }
}

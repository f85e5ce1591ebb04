package import Foundation
import GRDB

extension Store {
    package func insertAuthorizationCode(_ tenant: TenantID, _ code: AuthorizationCode) async throws {
        try await write { database in
            try database.execute(
                sql: """
                    INSERT INTO authorization_codes
                        (tenant_id, code_hash, grant_id, client_id, user_name, redirect_uri, code_challenge, scope, resource,
                         authenticated_at, created_at, expires_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    tenant.rawValue, Data(code.codeHash), code.grantID, code.clientID.rawValue, code.userName.rawValue, code.redirectURI,
                    code.codeChallenge, Column.list(code.scope), code.resource, Column.time(code.authenticatedAt),
                    Column.time(code.createdAt), Column.time(code.expiresAt),
                ])
        }
    }

    package func authorizationCode(_ tenant: TenantID, codeHash: [UInt8]) async throws -> AuthorizationCode? {
        try await pool.reading { database in
            try Row.fetchOne(
                database.cachedStatement(sql: "SELECT * FROM authorization_codes WHERE tenant_id = ? AND code_hash = ?"),
                arguments: [tenant.rawValue, Data(codeHash)]
            ).map {
                AuthorizationCode(
                    codeHash: codeHash, grantID: $0["grant_id"], clientID: try ClientID($0["client_id"]),
                    userName: try UserName($0["user_name"]), redirectURI: $0["redirect_uri"], codeChallenge: $0["code_challenge"],
                    scope: Column.list($0["scope"] as String), resource: $0["resource"], authenticatedAt: $0.date("authenticated_at"),
                    createdAt: $0.date("created_at"), expiresAt: $0.date("expires_at"), redeemedAt: $0.optionalDate("redeemed_at"))
            }
        }
    }

    /// Spends the code and stores what is issued for it, in one transaction: of any number of callers exactly one is first.
    package func redeemAuthorizationCode(
        _ tenant: TenantID, codeHash: [UInt8], issuing issuance: Issuance, at time: Date
    ) async throws -> RedemptionResult {
        try await write { database in
            let spent = try Row.fetchOne(
                database.cachedStatement(
                    sql: """
                        UPDATE authorization_codes SET redeemed_at = ? WHERE tenant_id = ? AND code_hash = ? AND redeemed_at IS NULL
                        RETURNING grant_id, client_id, user_name
                        """), arguments: [Column.time(time), tenant.rawValue, Data(codeHash)])
            guard let spent else {
                let grant = try String.fetchOne(
                    database.cachedStatement(sql: "SELECT grant_id FROM authorization_codes WHERE tenant_id = ? AND code_hash = ?"),
                    arguments: [tenant.rawValue, Data(codeHash)])
                guard let grant else { throw StoreError.notFound(kind: "authorization code", id: "") }
                return .alreadyUsed(grantID: grant)
            }
            try database.execute(
                sql: "INSERT INTO grants (tenant_id, grant_id, client_id, user_name, created_at) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    tenant.rawValue, spent["grant_id"] as String, spent["client_id"] as String, spent["user_name"] as String,
                    Column.time(time),
                ])
            try Self.insert(issuance, tenant: tenant, into: database)
            return .redeemed
        }
    }

    package func refreshToken(_ tenant: TenantID, tokenHash: [UInt8]) async throws -> RefreshToken? {
        try await pool.reading { database in
            try Row.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT refresh_tokens.*, grants.revoked_at AS grant_revoked_at FROM refresh_tokens
                        JOIN grants ON grants.tenant_id = refresh_tokens.tenant_id AND grants.grant_id = refresh_tokens.grant_id
                        WHERE refresh_tokens.tenant_id = ? AND token_hash = ?
                        """), arguments: [tenant.rawValue, Data(tokenHash)]
            ).map {
                RefreshToken(
                    tokenHash: tokenHash, grantID: $0["grant_id"], clientID: try ClientID($0["client_id"]),
                    userName: try UserName($0["user_name"]), scope: Column.list($0["scope"] as String), resource: $0["resource"],
                    authenticatedAt: $0.date("authenticated_at"), createdAt: $0.date("created_at"), expiresAt: $0.date("expires_at"),
                    redeemedAt: $0.optionalDate("redeemed_at"), grantRevokedAt: $0.optionalDate("grant_revoked_at"))
            }
        }
    }

    /// Spends the refresh token and stores its successor, in one transaction.
    package func rotateRefreshToken(
        _ tenant: TenantID, tokenHash: [UInt8], issuing issuance: Issuance, at time: Date
    ) async throws -> RedemptionResult {
        try await write { database in
            try database.execute(
                sql: """
                    UPDATE refresh_tokens SET redeemed_at = ? WHERE tenant_id = ? AND token_hash = ? AND redeemed_at IS NULL
                        AND EXISTS (SELECT 1 FROM grants WHERE grants.tenant_id = refresh_tokens.tenant_id
                                    AND grants.grant_id = refresh_tokens.grant_id AND revoked_at IS NULL)
                    """,
                arguments: [Column.time(time), tenant.rawValue, Data(tokenHash)])
            guard database.changesCount == 1 else {
                let grant = try String.fetchOne(
                    database.cachedStatement(sql: "SELECT grant_id FROM refresh_tokens WHERE tenant_id = ? AND token_hash = ?"),
                    arguments: [tenant.rawValue, Data(tokenHash)])
                guard let grant else { throw StoreError.notFound(kind: "refresh token", id: "") }
                return .alreadyUsed(grantID: grant)
            }
            try Self.insert(issuance, tenant: tenant, into: database)
            return .redeemed
        }
    }

    package func insertAccessToken(_ tenant: TenantID, _ token: AccessTokenRecord) async throws {
        try await write { database in try Self.insert(Issuance(accessToken: token), tenant: tenant, into: database) }
    }

    private static func insert(_ issuance: Issuance, tenant: TenantID, into database: Database) throws {
        let token = issuance.accessToken
        try database.execute(
            sql: """
                INSERT INTO access_tokens (tenant_id, token_id, grant_id, client_id, user_name, audience, scope, issued_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                tenant.rawValue, token.tokenID, token.grantID, token.clientID.rawValue, token.userName?.rawValue, token.audience,
                Column.list(token.scope), Column.time(token.issuedAt), Column.time(token.expiresAt),
            ])
        // A day after its expiry nobody asks about a token any more.
        try database.execute(
            sql: "DELETE FROM access_tokens WHERE expires_at < ?", arguments: [Column.time(token.issuedAt) - 86_400])
        guard let refresh = issuance.refreshToken else { return }
        try database.execute(
            sql: """
                INSERT INTO refresh_tokens
                    (tenant_id, token_hash, grant_id, client_id, user_name, scope, resource, authenticated_at, created_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                tenant.rawValue, Data(refresh.tokenHash), refresh.grantID, refresh.clientID.rawValue, refresh.userName.rawValue,
                Column.list(refresh.scope), refresh.resource, Column.time(refresh.authenticatedAt), Column.time(refresh.createdAt),
                Column.time(refresh.expiresAt),
            ])
    }
}

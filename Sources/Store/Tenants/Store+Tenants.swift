import Foundation
import GRDB
import Permissions

extension Store {
    /// Makes the tenant with its key and model in one transaction.
    package func createTenant(_ tenant: NewTenant) async throws -> Tenant {
        try await write(creating: ("tenant", tenant.id.rawValue)) { database in
            let time = Column.time(tenant.createdAt)
            try database.execute(
                sql: "INSERT INTO tenants (tenant_id, display_name, created_at) VALUES (?, ?, ?)",
                arguments: [tenant.id.rawValue, tenant.displayName, time])
            let key = tenant.signingKey
            try database.execute(
                sql: """
                    INSERT INTO signing_keys (tenant_id, key_id, algorithm, sealed_private_key, public_key, created_at)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [tenant.id.rawValue, key.keyID, key.algorithm, Data(key.sealedPrivateKey), key.publicKeyJSON, time])
            try database.execute(
                sql: "INSERT INTO models (tenant_id, number, source, created_at) VALUES (?, 1, ?, ?)",
                arguments: [tenant.id.rawValue, tenant.model.source, time])
        }
        return Tenant(id: tenant.id, displayName: tenant.displayName, createdAt: tenant.createdAt)
    }

    package func tenant(_ id: TenantID) async throws -> Tenant? {
        try await recentTenants.row(id) {
            try await pool.reading { database in
                try Row.fetchOne(
                    database.cachedStatement(sql: "SELECT display_name, created_at FROM tenants WHERE tenant_id = ?"),
                    arguments: [id.rawValue]
                )
                .map { Tenant(id: id, displayName: $0["display_name"], createdAt: $0.date("created_at")) }
            }
        }
    }

    package func tenants() async throws -> [Tenant] {
        try await pool.reading { database in
            try Row.fetchAll(database, sql: "SELECT tenant_id, display_name, created_at FROM tenants ORDER BY created_at, tenant_id").map {
                Tenant(id: try TenantID($0["tenant_id"]), displayName: $0["display_name"], createdAt: $0.date("created_at"))
            }
        }
    }

    package func signingKeys(_ tenant: TenantID) async throws -> [StoredSigningKey] {
        try await pool.reading { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM signing_keys WHERE tenant_id = ? ORDER BY created_at DESC, key_id",
                arguments: [tenant.rawValue]
            ).map {
                StoredSigningKey(
                    keyID: $0["key_id"], algorithm: $0["algorithm"], sealedPrivateKey: $0.bytes("sealed_private_key"),
                    publicKeyJSON: $0["public_key"], createdAt: $0.date("created_at"), retiredAt: $0.optionalDate("retired_at"))
            }
        }
    }
}

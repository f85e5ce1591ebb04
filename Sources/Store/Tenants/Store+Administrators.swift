package import Foundation
import GRDB

/// An administrator to be made: of the whole instance, or of one tenant.
package struct NewAdministrator: Sendable {
    package let name: String
    package let secretHash: [UInt8]
    package let tenant: TenantID?

    package init(name: String, secretHash: [UInt8], tenant: TenantID?) {
        self.name = name
        self.secretHash = secretHash
        self.tenant = tenant
    }
}

/// Who holds an administrator key.
package struct Administrator: Sendable, Equatable {
    package let name: String
    package let tenant: TenantID?
}

extension Store {
    package func createAdministrator(_ administrator: NewAdministrator, at time: Date = Date()) async throws {
        try await write(creating: ("administrator", administrator.name)) { database in
            try database.execute(
                sql: "INSERT INTO administrators (secret_hash, name, tenant_id, created_at) VALUES (?, ?, ?, ?)",
                arguments: [Data(administrator.secretHash), administrator.name, administrator.tenant?.rawValue, Column.time(time)])
        }
    }

    /// Whoever holds the key of this hash, as it was read at most a second ago.
    package func administrator(secretHash: [UInt8]) async throws -> Administrator? {
        try await recentAdministrators.row(secretHash) {
            try await pool.reading { database in
                try Row.fetchOne(
                    database.cachedStatement(sql: "SELECT name, tenant_id FROM administrators WHERE secret_hash = ?"),
                    arguments: [Data(secretHash)]
                ).map { row in
                    Administrator(name: row["name"], tenant: try (row["tenant_id"] as String?).map { try TenantID($0) })
                }
            }
        }
    }

    package func administratorCount() async throws -> Int {
        try await pool.reading { try Int.fetchOne($0, sql: "SELECT count(*) FROM administrators") ?? 0 }
    }
}

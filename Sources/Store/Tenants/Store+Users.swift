package import Foundation
import GRDB

extension Store {
    package func createUser(_ tenant: TenantID, _ user: NewUser) async throws -> User {
        try await write(creating: ("user", user.name.rawValue)) { database in
            try database.execute(
                sql: "INSERT INTO users (tenant_id, name, display_name, password_hash, created_at) VALUES (?, ?, ?, ?, ?)",
                arguments: [tenant.rawValue, user.name.rawValue, user.displayName, user.passwordHash, Column.time(user.createdAt)])
        }
        return User(name: user.name, displayName: user.displayName, passwordHash: user.passwordHash, createdAt: user.createdAt)
    }

    package func user(_ tenant: TenantID, _ name: UserName) async throws -> User? {
        try await pool.reading { database in
            try Row.fetchOne(
                database.cachedStatement(sql: "SELECT * FROM users WHERE tenant_id = ? AND name = ?"),
                arguments: [tenant.rawValue, name.rawValue]
            ).map(User.init(row:))
        }
    }

    package func users(_ tenant: TenantID) async throws -> [User] {
        try await pool.reading { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM users WHERE tenant_id = ? ORDER BY created_at, name", arguments: [tenant.rawValue]
            )
            .map(User.init(row:))
        }
    }

    /// Disables (or enables, with nil); the user's tokens are inactive while disabled.
    package func setUser(_ tenant: TenantID, _ name: UserName, disabledAt: Date?) async throws {
        try await write { database in
            try database.execute(
                sql: "UPDATE users SET disabled_at = ? WHERE tenant_id = ? AND name = ?",
                arguments: [disabledAt.map(Column.time(_:)), tenant.rawValue, name.rawValue])
            guard database.changesCount == 1 else { throw StoreError.notFound(kind: "user", id: name.rawValue) }
            guard disabledAt != nil else { return }
            try database.execute(
                sql: "DELETE FROM sessions WHERE tenant_id = ? AND user_name = ?", arguments: [tenant.rawValue, name.rawValue])
        }
        advanceEpoch(tenant)
    }
}

extension User {
    init(row: Row) throws {
        self.init(
            name: try UserName(row["name"]), displayName: row["display_name"], passwordHash: row["password_hash"],
            createdAt: row.date("created_at"), disabledAt: row.optionalDate("disabled_at"))
    }
}

import GRDB

extension Store {
    /// The assertions kept beside a model, as the JSON text they were written in; nil when none were.
    package func assertions(_ tenant: TenantID, model id: String) async throws -> String? {
        try await pool.reading { database in
            try String.fetchOne(
                database.cachedStatement(sql: "SELECT body FROM assertions WHERE tenant_id = ? AND model_number = ?"),
                arguments: [tenant.rawValue, Int64(id)])
        }
    }

    /// Replaces the assertions of a model.
    package func writeAssertions(_ tenant: TenantID, model id: String, _ text: String) async throws {
        try await write { database in
            try database.execute(
                sql:
                    "INSERT INTO assertions (tenant_id, model_number, body) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body",
                arguments: [tenant.rawValue, Int64(id), text])
        }
    }
}

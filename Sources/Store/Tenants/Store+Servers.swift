import Foundation
import GRDB
import Permissions

extension Store {
    /// Registers the server and, in the same transaction, that each tool belongs to it.
    package func createServer(_ tenant: TenantID, _ server: NewServer) async throws -> RegisteredServer {
        let name = server.name.rawValue
        let changes = try server.tools.map { tool throws -> RelationshipChange in
            .touch(
                Relationship(
                    object: try ObjectReference(type: "tool", id: "\(name)/\(tool.name)"), relation: "server",
                    subject: try SubjectReference(type: "server", id: name)))
        }
        let rows: @Sendable (Database) throws -> Void = { database in
            try database.execute(
                sql: "INSERT INTO servers (tenant_id, name, display_name, resource_uri, upstream, created_at) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    tenant.rawValue, name, server.displayName, server.resourceURI, try Column.json(server.upstream),
                    Column.time(server.createdAt),
                ])
            for (position, tool) in server.tools.enumerated() {
                try database.execute(
                    sql: "INSERT INTO tools (tenant_id, server_name, name, enabled, resource, position) VALUES (?, ?, ?, ?, ?, ?)",
                    arguments: [tenant.rawValue, name, tool.name, tool.enabled, try tool.resource.map(Column.json(_:)), position])
            }
        }
        _ = try await submit(tenant, .registration(changes, also: rows), at: server.createdAt, creating: ("server", name))
        return server
    }

    package func server(_ tenant: TenantID, _ name: ServerName) async throws -> RegisteredServer? {
        try await servers(tenant, where: "name = ?", [name.rawValue]).first
    }

    package func server(_ tenant: TenantID, resourceURI: String) async throws -> RegisteredServer? {
        try await servers(tenant, where: "resource_uri = ?", [resourceURI]).first
    }

    package func servers(_ tenant: TenantID) async throws -> [RegisteredServer] {
        try await servers(tenant, where: "TRUE", [])
    }

    private func servers(_ tenant: TenantID, where condition: String, _ values: [String]) async throws -> [RegisteredServer] {
        try await pool.reading { database in
            let arguments = StatementArguments([tenant.rawValue] + values)
            let sql = "SELECT * FROM servers WHERE tenant_id = ? AND \(condition) ORDER BY created_at, name"
            return try Row.fetchAll(database, sql: sql, arguments: arguments).map { row in
                let tools = try Row.fetchAll(
                    database, sql: "SELECT * FROM tools WHERE tenant_id = ? AND server_name = ? ORDER BY position",
                    arguments: [tenant.rawValue, row["name"] as String])
                return RegisteredServer(
                    name: try ServerName(row["name"]), displayName: row["display_name"], resourceURI: row["resource_uri"],
                    upstream: try Column.json(Upstream.self, row["upstream"]),
                    tools: try tools.map {
                        RegisteredTool(
                            name: $0["name"], enabled: $0["enabled"],
                            resource: try ($0["resource"] as String?).map { try Column.json(ToolResource.self, $0) })
                    }, createdAt: row.date("created_at"))
            }
        }
    }
}

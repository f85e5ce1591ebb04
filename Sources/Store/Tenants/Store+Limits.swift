import GRDB
import Synchronization

/// The limits of all tenants that have other ones than the default, in memory, so that a question costs no read.
final class LimitTable: Sendable {
    private let limits: Mutex<[TenantID: TenantLimits]>

    init(_ limits: [TenantID: TenantLimits]) {
        self.limits = Mutex(limits)
    }

    subscript(tenant: TenantID) -> TenantLimits {
        limits.withLock { $0[tenant] } ?? .standard
    }

    func set(_ new: TenantLimits, of tenant: TenantID) {
        limits.withLock { $0[tenant] = new == .standard ? nil : new }
    }

    static func load(from database: Database) throws -> LimitTable {
        var values: [TenantID: [TenantLimits.Name: Int]] = [:]
        for row in try Row.fetchAll(database, sql: "SELECT tenant_id, name, value FROM tenant_limits") {
            // A limit that is not understood must not look like one that is not set.
            guard let name = TenantLimits.Name(rawValue: row["name"]) else { throw StoreError.databaseNewer }
            values[try TenantID(row["tenant_id"]), default: [:]][name] = row["value"]
        }
        do {
            return LimitTable(try values.mapValues { try TenantLimits($0) })
        } catch let error as TenantLimits.OutOfRange {
            let range = error.name.range
            throw StoreError.failed(
                "the table `tenant_limits` has \(error.value) for `\(error.name.rawValue)`: write a number from \(range.lowerBound) to "
                    + "\(range.upperBound) there, or delete the row")
        }
    }
}

extension Store {
    /// What questions of the tenant may cost now; nothing is read.
    package func limits(_ tenant: TenantID) -> TenantLimits {
        limits[tenant]
    }

    /// Replaces the limits; the next question is asked with them.
    package func setLimits(_ tenant: TenantID, _ new: TenantLimits) async throws {
        try await write(creating: ("limit", tenant.rawValue)) { [limits] database in
            try database.execute(sql: "DELETE FROM tenant_limits WHERE tenant_id = ?", arguments: [tenant.rawValue])
            for (name, value) in new.changed {
                try database.execute(
                    sql: "INSERT INTO tenant_limits (tenant_id, name, value) VALUES (?, ?, ?)",
                    arguments: [tenant.rawValue, name.rawValue, value])
            }
            // INVARIANT: published by the writer itself, right after its commit, so that memory follows the disk in the disk's order.
            database.afterNextTransaction { _ in limits.set(new, of: tenant) }
        }
    }
}

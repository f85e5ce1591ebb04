import Foundation
import GRDB
import Permissions

/// The statements of one write transaction on the relationships and their history.
struct RelationshipTable {
    private let find: RawStatement
    private let addition: RawStatement
    private let upsert: RawStatement
    private let change: RawStatement
    private let remove: RawStatement
    private let record: RawStatement
    private var texts = RowTexts()

    private static let insertion = """
        INSERT INTO relationships (tenant_id, \(RelationshipRow.columns), written_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO
        """
    private static let replacement = """
         UPDATE SET condition_name = excluded.condition_name, condition_context = excluded.condition_context,
            expires_at = excluded.expires_at, written_at = excluded.written_at
        """

    init(_ database: Database) throws {
        let key = RelationshipRow.keyCondition
        find = try RawStatement("SELECT \(RelationshipRow.columns) FROM relationships WHERE \(key)", in: database)
        addition = try RawStatement(Self.insertion + " NOTHING", in: database)
        upsert = try RawStatement(Self.insertion + Self.replacement, in: database)
        change = try RawStatement(
            Self.insertion + Self.replacement + """
                 WHERE condition_name IS NOT excluded.condition_name OR condition_context IS NOT excluded.condition_context
                    OR expires_at IS NOT excluded.expires_at
                """, in: database)
        remove = try RawStatement("DELETE FROM relationships WHERE \(key)", in: database)
        record = try RawStatement(
            """
            INSERT INTO relationship_changes (tenant_id, revision, position, operation, relationship, condition_name, condition_context,
                expires_at, changed_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, in: database)
    }

    func relationship(_ key: RelationshipKey, of tenant: TenantID) throws -> Relationship? {
        RelationshipRow.bind(key, of: tenant, to: find)
        defer { find.reset() }
        return try find.step() ? try RelationshipRow.read(find) : nil
    }

    /// Adds or replaces; with `onlyDifferent` a relationship that is there as it is stays, and the answer is false.
    @discardableResult
    mutating func touch(_ relationship: Relationship, of tenant: TenantID, at time: Double, onlyDifferent: Bool = false) throws -> Bool {
        try insert(relationship, of: tenant, at: time, with: onlyDifferent ? change : upsert)
    }

    /// False when something is there with its key, expired or not, and nothing has been done.
    mutating func create(_ relationship: Relationship, of tenant: TenantID, at time: Double) throws -> Bool {
        try insert(relationship, of: tenant, at: time, with: addition)
    }

    private mutating func insert(
        _ relationship: Relationship, of tenant: TenantID, at time: Double, with statement: RawStatement
    ) throws -> Bool {
        RelationshipRow.append(relationship, of: tenant, to: &texts)
        if let condition = relationship.condition {
            texts.append(8, condition.name)
            texts.append(9, try StoredValue.encode(condition.context))
        }
        if let expiry = relationship.expiresAt { statement.bind(10, Column.expiry(expiry)) }
        statement.bind(11, time)
        return try texts.run(statement) > 0
    }

    /// False when there was nothing to delete.
    @discardableResult
    func delete(_ key: RelationshipKey, of tenant: TenantID) throws -> Bool {
        RelationshipRow.bind(key, of: tenant, to: remove)
        return try remove.run() > 0
    }

    /// Appends to the history.
    mutating func append(_ change: RelationshipChange, of tenant: TenantID, revision: Revision, position: Int, at time: Double) throws {
        let row: HistoryRow
        switch change {
        case .touch(let relationship) where relationship.condition == nil && relationship.expiresAt == nil:
            texts.append(5) { RelationshipRow.appendText(of: relationship, to: &$0) }
            try runRecord("touch", of: tenant, revision: revision, position: position, at: time)
            return
        case .touch(let relationship):
            row = HistoryRow(
                position: position, operation: "touch", text: relationship.description, condition: relationship.condition?.name,
                context: try RelationshipRow.context(relationship), expiresAt: relationship.expiresAt.map { Column.expiry($0) })
        case .delete(let key):
            row = HistoryRow(position: position, operation: "delete", text: key.description)
        }
        try append(row, of: tenant, revision: revision, at: time)
    }

    /// The relationships of an import: those that are there as they are stay, and plain ones share rows of the history. Answers how many
    /// have changed something.
    mutating func touch(_ portion: ImportPortion, of tenant: TenantID, revision: Revision, at time: Double) throws -> Int {
        try portion.withKeys { keys in
            // INVARIANT: no statement keeps the address of a text that is gone.
            defer { change.clear() }
            var count = 0
            /// Those that have changed and are not in the history yet, all of them plain.
            var waiting: [Int] = []
            func recordWaiting() throws {
                guard !waiting.isEmpty else { return }
                try append(waiting, of: keys, tenant: tenant, revision: revision, position: count - waiting.count, at: time)
                waiting.removeAll(keepingCapacity: true)
            }
            for (index, relationship) in portion.relationships.enumerated() {
                if relationship.condition == nil, relationship.expiresAt == nil {
                    guard try touch(index, of: keys, tenant: tenant, at: time) else { continue }
                    if waiting.count == HistoryRow.lineLimit { try recordWaiting() }
                    waiting.append(index)
                } else {
                    guard try touch(relationship, of: tenant, at: time, onlyDifferent: true) else { continue }
                    try recordWaiting()
                    try append(.touch(relationship), of: tenant, revision: revision, position: count, at: time)
                }
                count += 1
            }
            try recordWaiting()
            return count
        }
    }

    /// A relationship with neither condition nor expiry; false when it is there as it is.
    private func touch(_ index: Int, of keys: ImportPortion.Keys, tenant: TenantID, at time: Double) throws -> Bool {
        change.bind(1, tenant.rawValue)
        keys.forEachPart(index) { change.bind($0 + 2, uncopied: $1) }
        change.bind(11, time)
        return try change.run() > 0
    }

    /// Appends touches without condition and expiry, many to a row: one by one they would cost as much as the relationships themselves.
    private mutating func append(
        _ indexes: [Int], of keys: ImportPortion.Keys, tenant: TenantID, revision: Revision, position: Int, at time: Double
    ) throws {
        texts.append(5) { bytes in
            var isFirst = true
            for index in indexes {
                if !isFirst { bytes.append(UInt8(ascii: "\n")) }
                isFirst = false
                bytes.append(contentsOf: keys.line(index))
            }
        }
        try runRecord("touch", of: tenant, revision: revision, position: position, at: time)
    }

    private mutating func append(_ row: HistoryRow, of tenant: TenantID, revision: Revision, at time: Double) throws {
        texts.append(5, row.text)
        if let condition = row.condition { texts.append(6, condition) }
        if let context = row.context { texts.append(7, context) }
        if let expiry = row.expiresAt { record.bind(8, expiry) }
        try runRecord(row.operation, of: tenant, revision: revision, position: row.position, at: time)
    }

    /// With the columns 5 to 8, of which those that have not been bound are NULL.
    private mutating func runRecord(_ operation: String, of tenant: TenantID, revision: Revision, position: Int, at time: Double) throws {
        texts.append(1, tenant.rawValue)
        record.bind(2, Int64(revision.rawValue))
        record.bind(3, Int64(position))
        texts.append(4, operation)
        record.bind(9, time)
        try texts.run(record)
    }
}

/// One row of the history: a change, or touches in lines that have the positions from its own on.
struct HistoryRow {
    /// Lines of one row at most.
    static let lineLimit = 64

    var position: Int
    var operation: String
    var text: String
    var condition: String?
    var context: String?
    var expiresAt: Double?
}

import Foundation
import GRDB
import Permissions

/// The statement that reads one page of relationships that have not expired, in the order of their key.
struct RelationshipSelection {
    private let sql: String
    private let values: [String]
    private let time: Date

    init(_ filter: RelationshipFilter, of tenant: TenantID, after cursor: RelationshipCursor?, at time: Date, limit: Int) {
        self.time = time
        let fixed = filter.columns
        var conditions = ["tenant_id = ?"] + fixed.map { "\($0.name) = ?" }
        var values = [tenant.rawValue] + fixed.map(\.value)
        if let relations = filter.relations {
            conditions.append("relation IN (\(relations.map { _ in "?" }.joined(separator: ", ")))")
            values += relations
        }
        if let cursor {
            // Without the columns that have one value anyway, so that the comparison is a range of the primary key: otherwise each page
            // would read all pages before it.
            let names = RelationshipRow.keyColumnNames
            let start = min(names.prefix { name in fixed.contains { $0.name == name } }.count, names.count - 1)
            let marks = names[start...].map { _ in "?" }.joined(separator: ", ")
            conditions.append("(\(names[start...].joined(separator: ", "))) > (\(marks))")
            values += cursor.values[start...]
        }
        conditions.append("(expires_at IS NULL OR expires_at > ?)")
        sql = """
            SELECT \(RelationshipRow.columns), written_at FROM relationships WHERE \(conditions.joined(separator: " AND "))
            ORDER BY \(RelationshipRow.keyColumns) LIMIT \(limit)
            """
        self.values = values
    }

    func read(from database: Database) throws -> [WrittenRelationship] {
        let row = try RawStatement(sql, in: database)
        for (index, value) in values.enumerated() { row.bind(Int32(index) + 1, value) }
        row.bind(Int32(values.count) + 1, Column.time(time))
        defer { row.reset() }
        var found: [WrittenRelationship] = []
        while try row.step() { found.append(try WrittenRelationship(row)) }
        return found
    }

    /// The rows of these keys, all of which are there.
    static func read(_ keys: [RelationshipKey], of tenant: TenantID, from database: Database) throws -> [WrittenRelationship] {
        let row = try RawStatement(
            "SELECT \(RelationshipRow.columns), written_at FROM relationships WHERE \(RelationshipRow.keyCondition)", in: database)
        defer { row.reset() }
        return try keys.map { key in
            row.reset()
            RelationshipRow.bind(key, of: tenant, to: row)
            guard try row.step() else { throw StoreError.failed("the graph has a relationship that the table has not") }
            return try WrittenRelationship(row)
        }
    }
}

extension WrittenRelationship {
    /// The row has the columns of a relationship and then `written_at`.
    fileprivate init(_ row: RawStatement) throws {
        self.init(relationship: try RelationshipRow.read(row), writtenAt: Column.time(row.number(9)))
    }
}

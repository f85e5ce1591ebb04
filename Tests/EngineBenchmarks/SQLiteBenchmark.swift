import Foundation
import GRDB
import Permissions

/// The questions of the check benchmark asked by a recursive query in SQLite, on the same data with numbers for names: the same 1,000 in
/// turn, each asked before.
struct SQLiteBenchmark {
    private static let questionCount = 1_000

    static let query = """
        WITH RECURSIVE reach(node, kind) AS (
            VALUES (?1, 1)
            UNION SELECT subject, 1 FROM reach JOIN edges ON object = node AND relation = 3 WHERE kind = 1
            UNION SELECT subject, 4 FROM reach JOIN edges ON object = node AND relation = 1 AND set_relation = 4 WHERE kind = 1
            UNION SELECT subject, 4 FROM reach JOIN edges ON object = node AND relation = 4 AND set_relation = 4 WHERE kind = 4)
        SELECT EXISTS (
            SELECT 1 FROM reach JOIN edges ON object = node AND relation IN (1, 2, 4) AND set_relation = 0 AND subject = ?2)
        """

    private static let relations = ["viewer": 1, "owner": 2, "parent": 3, "member": 4]

    static func run(count: Int) throws {
        let checks = try CheckBenchmark(count: count)
        let path = NSTemporaryDirectory() + "engine-benchmark-\(getpid()).sqlite"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let queue = try DatabaseQueue(path: path)
        var numbers: [String: Int] = [:]
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000")
            try fill(database, from: checks.drive, &numbers)
        }
        try queue.read { database in
            let statement = try database.makeStatement(sql: query)
            for kind in DriveGraph.Kind.allCases {
                let questions = (checks.pairs[kind] ?? []).prefix(questionCount).compactMap { pair -> [Int]? in
                    guard let document = numbers["doc:" + checks.drive.document(pair.document)],
                        let user = numbers["user:" + checks.drive.user(pair.user)]
                    else { return nil }
                    return [document, user]
                }
                let asked = (checks.questions[kind] ?? []).prefix(questionCount).compactMap { try? checks.graph.numbers(of: $0) }
                func query(_ index: Int) -> Bool {
                    (try? Bool.fetchOne(statement, arguments: StatementArguments(questions[index % questions.count]))) == true
                }
                precondition(questions.count == asked.count)
                for index in questions.indices {
                    let isAllowed = checks.graph.check(asked[index], now: checks.now) == .allowed
                    precondition(query(index) == isAllowed, "SQLite answers differently")
                }
                var allowed = 0
                let slow = Measurement.median(runs: 101, callsPerRun: 20) { if query($0) { allowed += 1 } }
                let fast = Measurement.median(runs: 201, callsPerRun: 100) {
                    if checks.graph.check(asked[$0 % asked.count], now: checks.now) == .allowed { allowed += 1 }
                }
                Row("sqlite").with("kind", kind.rawValue).with("relationships", checks.graph.relationshipCount)
                    .with("sqliteMicroseconds", slow).with("graphMicroseconds", fast).with("ratio", slow / fast).print()
            }
        }
    }

    private static func fill(_ database: Database, from drive: DriveGraph, _ numbers: inout [String: Int]) throws {
        try database.execute(
            sql: """
                CREATE TABLE edges (object INTEGER, relation INTEGER, set_relation INTEGER, subject INTEGER,
                PRIMARY KEY (object, relation, set_relation, subject)) WITHOUT ROWID
                """)
        func number(_ type: String, _ id: String) -> Int {
            let name = type + ":" + id
            if let known = numbers[name] { return known }
            numbers[name] = numbers.count + 1
            return numbers.count
        }
        try database.inTransaction {
            let insert = try database.makeStatement(sql: "INSERT OR IGNORE INTO edges VALUES (?, ?, ?, ?)")
            for relationship in drive {
                try insert.execute(arguments: [
                    number(relationship.object.type, relationship.object.id), relations[relationship.relation] ?? 0,
                    relationship.subject.relation == nil ? 0 : 4, number(relationship.subject.type, relationship.subject.id),
                ])
            }
            return .commit
        }
    }
}

/// Reads relationships from a table (RFC 4180) with the columns `user_type`, `user_id`, `user_relation`, `relation`, `object_type`,
/// `object_id`, `condition_name` and `condition_context`, the last as JSON; `expires_at` is our addition.
enum TupleTable {
    private static let required = ["user_type", "user_id", "relation", "object_type", "object_id"]
    private static let optional = ["user_relation", "condition_name", "condition_context", "expires_at"]

    static func node(_ text: String, reading: inout FileReading) -> FileNode {
        // Spreadsheets begin a table with a byte order mark.
        let mark = "\u{FEFF}".utf8
        let bytes = Array(text.utf8.starts(with: mark) ? text.utf8.dropFirst(mark.count) : text.utf8[...])
        var rows = rows(bytes, reading: &reading)[...]
        guard let header = rows.popFirst() else {
            if reading.problems.isEmpty { reading.report("begin with a line of column names", at: nil, path: nil) }
            return FileNode(content: .list([]))
        }
        var columns: [String: Int] = [:]
        for (number, cell) in header.cells.enumerated() {
            let name = String(cell.drop { $0 == " " }.prefix { $0 != " " })
            if !(required + optional).contains(name) || columns.updateValue(number, forKey: name) != nil {
                report(
                    "remove the column `\(name.prefix(60))`; known are \((required + optional).joined(separator: ", "))", header, &reading)
            }
        }
        let missing = required.filter { columns[$0] == nil }
        if !missing.isEmpty { report("add the columns \(missing.joined(separator: ", "))", header, &reading) }
        if columns["condition_context"] != nil, columns["condition_name"] == nil {
            report("add the column condition_name", header, &reading)
        }
        guard reading.problems.isEmpty else { return FileNode(content: .list([])) }
        return FileNode(content: .list(rows.compactMap { tuple($0, columns: columns, width: header.cells.count, reading: &reading) }))
    }

    private static func report(_ message: String, _ row: Row, _ reading: inout FileReading) {
        reading.report(message, at: FileNode(content: .null, line: row.line), path: nil)
    }

    private static func tuple(_ row: Row, columns: [String: Int], width: Int, reading: inout FileReading) -> FileNode? {
        guard row.cells.count == width else {
            report("give \(width) columns, found \(row.cells.count)", row, &reading)
            return nil
        }
        func cell(_ name: String) -> String { columns[name].map { row.cells[$0] } ?? "" }
        let relation = cell("user_relation")
        var members = [
            FileMember(name: "user", value: text("\(cell("user_type")):\(cell("user_id"))\(relation.isEmpty ? "" : "#\(relation)")", row)),
            FileMember(name: "relation", value: text(cell("relation"), row)),
            FileMember(name: "object", value: text("\(cell("object_type")):\(cell("object_id"))", row)),
        ]
        if !cell("expires_at").isEmpty { members.append(FileMember(name: "expires_at", value: text(cell("expires_at"), row))) }
        if !cell("condition_name").isEmpty {
            var condition = [FileMember(name: "name", value: text(cell("condition_name"), row))]
            if !cell("condition_context").isEmpty {
                guard let context = try? FileNode(json: cell("condition_context")) else {
                    report("write condition_context as a JSON object", row, &reading)
                    return nil
                }
                condition.append(FileMember(name: "context", value: context))
            }
            members.append(FileMember(name: "condition", value: FileNode(content: .object(condition), line: row.line)))
        }
        return FileNode(content: .object(members), line: row.line)
    }

    private static func text(_ text: String, _ row: Row) -> FileNode { FileNode(content: .string(text), line: row.line) }

    private struct Row {
        var line: Int
        var cells: [String] = []
    }

    /// Splits into rows and cells; a cell in quotes may hold commas, line ends, and quotes written twice. Empty lines are left out.
    private static func rows(_ bytes: [UInt8], reading: inout FileReading) -> [Row] {
        var rows: [Row] = []
        var row = Row(line: 1)
        var cell: [UInt8] = []
        var line = 1
        var isQuoted = false
        var isClosed = false
        var offset = 0
        func finishCell() {
            row.cells.append(String(decoding: cell, as: UTF8.self))
            cell = []
            isClosed = false
        }
        func finishRow() {
            finishCell()
            if row.cells != [""] { rows.append(row) }
            row = Row(line: line)
        }
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == 0x0A { line += 1 }
            if isQuoted {
                if byte != UInt8(ascii: "\"") {
                    cell.append(byte)
                } else if offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: "\"") {
                    cell.append(byte)
                    offset += 1
                } else {
                    isQuoted = false
                    isClosed = true
                }
            } else if byte == UInt8(ascii: "\""), cell.isEmpty, !isClosed {
                isQuoted = true
            } else if byte == UInt8(ascii: ",") {
                finishCell()
            } else if byte == 0x0A {
                if cell.last == 0x0D { cell.removeLast() }
                finishRow()
            } else {
                if byte == UInt8(ascii: "\"") || isClosed && byte != 0x0D {
                    let message = "put quotes around the whole cell, and write a quote inside twice"
                    reading.report(message, at: FileNode(content: .null, line: line), path: nil)
                    return []
                }
                cell.append(byte)
            }
            offset += 1
        }
        if isQuoted { reading.report("close the quote", at: FileNode(content: .null, line: row.line), path: nil) }
        if !cell.isEmpty || !row.cells.isEmpty { finishRow() }
        return rows
    }
}

/// Rows under a head, each column as wide as its widest cell, the last one as it is.
struct Table: Equatable {
    var head: [String]
    var rows: [[String]]

    /// One thing, a line per property; absent properties are left out.
    init(properties: [(String, String?)]) {
        head = []
        rows = properties.compactMap { name, value in value.map { [name, $0] } }
    }

    init(head: [String], rows: [[String]]) {
        self.head = head
        self.rows = rows
    }

    var text: String {
        let lines = (head.isEmpty ? [] : [head]) + rows.map { $0.map(Self.printable) }
        let widths = Self.widths(of: lines)
        return lines.map { Self.line($0, widths: widths) + "\n" }.joined()
    }

    private static func widths(of lines: [[String]]) -> [Int] {
        lines.reduce(into: []) { widths, line in
            for (column, cell) in line.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], cell.count)
            }
        }
    }

    private static func line(_ cells: [String], widths: [Int]) -> String {
        var line = ""
        for (column, cell) in cells.enumerated() {
            line += cell
            if column < cells.count - 1 { line += String(repeating: " ", count: widths[column] - cell.count + 2) }
        }
        while line.hasSuffix(" ") { line.removeLast() }
        return line
    }

    /// The text without control characters: what others chose to be called must not steer the terminal.
    static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: "\u{FFFD}"
                    default: scalar
                    }
                }))
    }

    /// The same of lines, each with its end.
    static func printable(lines: [String]) -> String {
        lines.map { printable($0) + "\n" }.joined()
    }
}

import Foundation

/// One row of figures as one line of JSON.
struct Row {
    private var fields: [String] = []

    init(_ name: String) { fields.append("\"benchmark\": \"\(name)\"") }

    func with(_ name: String, _ value: Double) -> Row { adding(name, Row.text(value)) }

    func with(_ name: String, _ value: Int) -> Row { adding(name, String(value)) }

    func with(_ name: String, _ value: String) -> Row { adding(name, "\"\(value)\"") }

    func with(_ name: String, _ value: Bool) -> Row { adding(name, String(value)) }

    private func adding(_ name: String, _ text: String) -> Row {
        var row = self
        row.fields.append("\"\(name)\": \(text)")
        return row
    }

    /// Three digits are more than the machine is good for.
    private static func text(_ value: Double) -> String {
        guard value.isFinite else { return "null" }
        return String((value * 1_000).rounded() / 1_000)
    }

    func print() { FileHandle.standardOutput.write(Data("{\(fields.joined(separator: ", "))}\n".utf8)) }
}

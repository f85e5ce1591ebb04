import API
import Foundation
import Hummingbird

/// The parameters of a query string, strictly: each known unless others are ignored, each once, each UTF-8.
struct Query {
    private var values: [String: String] = [:]

    init(_ request: Request, known: Set<String>, ignoringOthers: Bool = false) throws(Refusal) {
        guard let text = request.uri.query, !text.isEmpty else { return }
        guard text.utf8.count <= 8192 else { throw Refusal(.invalidRequest, "the query is too long") }
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]), let value = Self.decoded(parts.count > 1 ? parts[1] : "") else {
                throw Refusal(.invalidRequest, "the query is not valid percent-encoding")
            }
            guard known.contains(name) else {
                if ignoringOthers { continue }
                let list = known.sorted().map { "`\($0)`" }.joined(separator: ", ")
                let others = known.isEmpty ? "this path takes none" : "known are \(list)"
                throw Refusal(.invalidRequest, "the parameter `\(name)` is not known here; \(others)")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw Refusal(.invalidRequest, "the parameter `\(name)` is given twice")
            }
        }
    }

    subscript(name: String) -> String? {
        values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// How many items a page has: 100 unless asked for, 1000 at most.
    func limit() throws(Refusal) -> Int {
        guard let text = self["limit"] else { return 100 }
        guard let limit = Int(text), (1...1000).contains(limit) else {
            throw Refusal(.invalidRequest, "`limit` is `\(text)`: write a number from 1 to 1000")
        }
        return limit
    }

    private static func decoded(_ text: Substring) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding
    }
}

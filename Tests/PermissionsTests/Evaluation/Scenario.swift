import Expressions
import Foundation
import Permissions

/// A model, relationships and assertions in one small text file.
///
/// ```
/// [model]           the OpenFGA language; more than one [model] replaces the one before
/// [relationships]   doc:1#viewer@user:anne with small {"x": 5} until +60
/// [check]           doc:1#viewer@user:anne allowed {"x": 5} also doc:1#viewer@user:bob
/// [conditional]     doc:1#viewer@user:anne conditional:x,y {"z": 5}
/// [objects]         user:anne viewer doc: doc:1 ?doc:2 {"x": 5}
/// [subjects]        doc:1 viewer user: user:* !user:bob ?user:eve
/// [actions]         user:anne doc:1: viewer ?editor
/// ```
/// In lists `?` stands before what depends on a missing value, and `!` before who is excluded from everybody.
/// An expected answer is `allowed`, `denied` or the code of a failure. Times are seconds from the moment of asking.
/// Lines that begin with `//` are comments.
struct Scenario {
    enum Step {
        case model(String)
        case relationships([String])
        case checks([String])
        case conditional([String])
        case objects([String])
        case subjects([String])
        case actions([String])
    }

    private static let sections = ["[model]", "[relationships]", "[check]", "[conditional]", "[objects]", "[subjects]", "[actions]"]

    static let now = Date(timeIntervalSince1970: 1_790_000_000)
    let steps: [Step]

    init(_ text: String) {
        var steps: [Step] = []
        var section = ""
        var lines: [String] = []
        func close() {
            switch section {
            case "[model]": steps.append(.model(lines.joined(separator: "\n") + "\n"))
            case "[relationships]": steps.append(.relationships(Scenario.meaningful(lines)))
            case "[check]": steps.append(.checks(Scenario.meaningful(lines)))
            case "[conditional]": steps.append(.conditional(Scenario.meaningful(lines)))
            case "[objects]": steps.append(.objects(Scenario.meaningful(lines)))
            case "[subjects]": steps.append(.subjects(Scenario.meaningful(lines)))
            case "[actions]": steps.append(.actions(Scenario.meaningful(lines)))
            default: break
            }
            lines = []
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if Scenario.sections.contains(line) {
                close()
                section = line
            } else {
                lines.append(line)
            }
        }
        close()
        self.steps = steps
    }

    private static func meaningful(_ lines: [String]) -> [String] {
        lines.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty && !$0.hasPrefix("//") }
    }

    struct Malformed: Error { let line: String }

    /// `doc:1#viewer@user:anne with small {"x": 5} until +60`
    static func relationship(_ line: String) throws -> Relationship {
        var rest = line
        var relationship = try Relationship(parsing: take(&rest))
        while !rest.isEmpty {
            switch take(&rest) {
            case "with":
                let name = take(&rest)
                relationship.condition = ConditionReference(name: name, context: try context(&rest))
            case "until":
                guard let seconds = Double(take(&rest)) else { throw Malformed(line: line) }
                relationship.expiresAt = now.addingTimeInterval(seconds)
            default: throw Malformed(line: line)
            }
        }
        return relationship
    }

    /// The next word, removed from the text.
    static func take(_ text: inout String) -> String {
        let trimmed = text.drop { $0 == " " }
        let word = trimmed.prefix { $0 != " " }
        text = String(trimmed[word.endIndex...].drop { $0 == " " })
        return String(word)
    }

    /// The JSON object that comes next, if one does.
    static func context(_ text: inout String) throws -> [String: Value] {
        guard text.hasPrefix("{"), let end = closingBrace(of: text) else { return [:] }
        let json = try JSONSerialization.jsonObject(with: Data(text[...end].utf8))
        text = String(text[text.index(after: end)...].drop { $0 == " " })
        return PublicSuite.context(json)
    }

    /// Texts in scenarios have no braces.
    private static func closingBrace(of text: String) -> String.Index? {
        var depth = 0
        return text.indices.first { index in
            if text[index] == "{" { depth += 1 }
            if text[index] == "}" { depth -= 1 }
            return depth == 0
        }
    }
}

import API
import Foundation
import Permissions
import Store
import Tokens

/// Where a list goes on: the snapshot it was read from, the position, and a digest that binds both to tenant and question.
///
/// The digest keeps cursors from being mixed up; it needs no secret, because a position opens nothing that the same administrator could
/// not read from the beginning.
struct PageCursor: Sendable {
    private static let limit = 400

    private let tenant: TenantID
    private let kind: String
    private let question: [UInt8]
    private let graph: Graph

    /// The question is to be without its own cursor and limit.
    init(tenant: TenantID, kind: String, question: some Encodable, graph: Graph) throws {
        self.tenant = tenant
        self.kind = kind
        self.question = try Wire.encode(question)
        self.graph = graph
    }

    /// The cursor of the page that follows a position.
    func text(_ position: String) -> String {
        let place = "\(graph.revision.rawValue).\(graph.lineage).\(position)"
        return Self.encoded(Array("\(digest(of: place)).\(place)".utf8))
    }

    /// The position a cursor names. Refused when it is not one of this list, or when the list has changed since.
    func position(_ text: String) throws(Refusal) -> String {
        let invalid = Refusal(.invalidCursor, "`after` is not a cursor of this list: pass on what `next` said, with the same question")
        guard text.utf8.count <= Self.limit, let bytes = Self.decoded(text), let plain = String(validating: bytes, as: UTF8.self) else {
            throw invalid
        }
        let parts = plain.split(separator: ".", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, parts[0] == digest(of: parts[1...].joined(separator: ".")), let revision = UInt64(parts[1]),
            let lineage = UInt64(parts[2])
        else { throw invalid }
        guard revision == graph.revision.rawValue, lineage == graph.lineage else {
            throw Refusal(
                .revisionChanged,
                "the list was begun at revision \(revision), now it is \(graph.revision): begin again without `after`")
        }
        return parts[3]
    }

    private func digest(of place: String) -> String {
        var bytes = Array("\(tenant.rawValue)\n\(kind)\n\(place)\n".utf8)
        bytes += question
        return sha256(bytes).prefix(16).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    private static func encoded(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func decoded(_ text: String) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/") + padding).map { Array($0) }
    }
}

extension QuestionDesk.Asked where Question: PagedQuestion {
    /// The cursors of this question.
    func cursor(_ kind: String) throws -> PageCursor {
        var plain = question
        plain.after = nil
        plain.limit = nil
        var circumstances = circumstances
        circumstances.atLeastAsFresh = nil
        return try PageCursor(tenant: entry.tenant, kind: kind, question: Posed(plain, circumstances), graph: graph)
    }

    func limit() throws(Refusal) -> Int {
        guard let limit = question.limit else { return 100 }
        guard (1...1000).contains(limit) else { throw Refusal(.invalidRequest, "`limit` is \(limit): write a number from 1 to 1000") }
        return limit
    }
}

import API
import Foundation
import Permissions
import Store
import Tokens

/// Where a list goes on: bound to its tenant, its revision and its question, so that it is worth nothing anywhere else.
struct ListCursor {
    let revision: Revision
    let position: String

    static let maximumLength = 512

    init(revision: Revision, position: String) {
        self.revision = revision
        self.position = position
    }

    /// `question` is any text that is the same for the same question.
    init(parsing text: String, tenant: TenantID, question: String) throws(Refusal) {
        let invalid = Refusal(.invalidCursor, "the cursor is not one of this list: begin without a cursor")
        guard text.utf8.count <= Self.maximumLength, let data = Data(base64Encoded: text) else { throw invalid }
        let parts = String(decoding: data, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let number = UInt64(parts[0]) else { throw invalid }
        revision = Revision(rawValue: number)
        position = parts[1]
        guard parts[2] == Self.digest(tenant, revision, question) else { throw invalid }
    }

    func text(tenant: TenantID, question: String) -> String {
        Data("\(revision.rawValue) \(position) \(Self.digest(tenant, revision, question))".utf8).base64EncodedString()
    }

    private static func digest(_ tenant: TenantID, _ revision: Revision, _ question: String) -> String {
        sha256("\(tenant)\n\(revision.rawValue)\n\(question)").prefix(12).map { String(format: "%02x", $0) }.joined()
    }
}

import API
import Permissions
import Store
import Tokens

/// The positions of one tenant's history under one filter, as a watcher keeps them: `13.2.5f3c9a1e0b7d4466`.
///
/// The last part keeps those of another tenant or filter from being misread. It needs no secret, because a position opens nothing that the
/// same caller could not read from the beginning.
struct ChangeCursors: Sendable {
    private let mark: String

    init(_ tenant: TenantID, _ filter: ChangeFilter) {
        mark = sha256(Array("\(tenant)\n\(filter.identity)".utf8)).prefix(8).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    func text(_ position: ChangePosition) -> String { "\(position).\(mark)" }

    /// Reads a position that was answered, or a revision, which is the position after everything of it.
    func position(_ text: String) throws(Refusal) -> ChangePosition {
        if let revision = UInt64(text), revision <= Int64.max { return ChangePosition(after: Revision(rawValue: revision)) }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let position = try? ChangePosition(parsing: "\(parts[0]).\(parts[1])") else {
            throw Refusal(.invalidCursor, "`after` is neither a position that was answered nor a revision")
        }
        guard parts[2] == mark else {
            throw Refusal(
                .invalidCursor,
                "`after` is a position of another tenant or of another filter: watch with the filter it was answered to, or begin after "
                    + "its revision, `\(position.revision)`")
        }
        return position
    }
}

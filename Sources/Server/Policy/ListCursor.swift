import API
import Foundation
import Store
import Tokens

/// Where a list goes on: bound to its tenant, its snapshot and its question, so that it is worth nothing anywhere else.
///
/// The digest keeps cursors from being mixed up; it needs no secret, because a position opens nothing that the same caller could not read
/// from the beginning.
struct ListCursor: Equatable {
    let snapshot: SnapshotName
    let position: String

    static let maximumLength = 512

    init(snapshot: SnapshotName, position: String) {
        self.snapshot = snapshot
        self.position = position
    }

    /// `question` is the same for the same question. Nil when the text is no cursor of it.
    init?(parsing text: String, tenant: TenantID, question: [UInt8]) {
        guard text.utf8.count <= Self.maximumLength, let bytes = Self.decoded(text), let plain = String(validating: bytes, as: UTF8.self)
        else { return nil }
        let parts = plain.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, let snapshot = SnapshotName(revision: parts[1], lineage: parts[2]) else { return nil }
        self.init(snapshot: snapshot, position: parts[3])
        guard parts[0] == digest(tenant, question) else { return nil }
    }

    func text(tenant: TenantID, question: [UInt8]) -> String {
        Data("\(digest(tenant, question)) \(place)".utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private var place: String { "\(snapshot.revision) \(snapshot.lineage) \(position)" }

    private func digest(_ tenant: TenantID, _ question: [UInt8]) -> String {
        let bytes = Array("\(tenant.rawValue)\n\(place)\n".utf8) + question
        return sha256(bytes).prefix(16).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    private static func decoded(_ text: String) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/") + padding).map { Array($0) }
    }
}

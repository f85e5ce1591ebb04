/// The revisions of the protocol that are spoken here.
package enum ProtocolRevision: String, Sendable, CaseIterable {
    /// Stateless: every request carries its version and the client's capabilities.
    case july2026 = "2026-07-28"
    /// With a handshake.
    case november2025 = "2025-11-25"
    case june2025 = "2025-06-18"

    /// Newest first.
    package static let supported = allCases.map(\.rawValue)
    package static let latestWithHandshake = ProtocolRevision.november2025

    /// Whether requests stand for themselves; the older revisions begin with `initialize`.
    package var isStateless: Bool { self == .july2026 }

    /// A version that is a date of the stateless era, served or not: newer than the last one with a handshake.
    static func isOfStatelessEra(_ version: String) -> Bool {
        let parts = version.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else {
            return false
        }
        return version > latestWithHandshake.rawValue
    }
}

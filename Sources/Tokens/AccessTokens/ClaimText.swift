/// The characters that claims are made of.
///
/// Printable ASCII only: Swift compares text by meaning and not by bytes, so two spellings of one accented letter would be one issuer.
enum ClaimText {
    static let byteLimit = 2048

    static func isAcceptable(_ text: String) -> Bool {
        1...byteLimit ~= text.utf8.count && text.utf8.allSatisfy { 0x21...0x7E ~= $0 }
    }

    /// A `scope-token` of RFC 6749 section 3.3.
    static func isScopeToken(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 == 0x21 || 0x23...0x5B ~= $0 || 0x5D...0x7E ~= $0 }
    }
}

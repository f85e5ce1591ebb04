/// The shape of a `kid`, the same in keys and in headers.
///
/// It is compared with the names of known keys and used for nothing else: never a path, a query or an address (RFC 8725 section 3.10).
enum KeyIdentifier {
    static func isAcceptable(_ text: String) -> Bool {
        1...256 ~= text.utf8.count && text.utf8.allSatisfy { 0x20...0x7E ~= $0 }
    }
}

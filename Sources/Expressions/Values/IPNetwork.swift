/// A network written as `10.0.0.0/8`: the addresses that begin with the same bits.
struct IPNetwork: Hashable, Sendable {
    private let bytes: [UInt8]
    private let length: Int

    /// A network of mapped addresses is one of version 4 only when its length leaves the mapping whole, as in `::ffff:10.0.0.0/104`.
    init?(_ text: String) {
        guard text.utf8.count <= 49 else { return nil }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let bytes = IPAddress.bytes(of: String(parts[0])),
            let length = IPAddress.number(parts[1], limit: bytes.count * 8)
        else { return nil }
        let isMapped = IPAddress.isMapped(bytes) && length >= 96
        self.bytes = isMapped ? Array(bytes[12...]) : bytes
        self.length = isMapped ? length - 96 : length
    }

    func contains(_ address: IPAddress) -> Bool {
        guard bytes.count == address.bytes.count else { return false }
        let whole = length / 8
        guard bytes[..<whole] == address.bytes[..<whole] else { return false }
        guard length % 8 > 0 else { return true }
        let mask = ~(UInt8.max >> UInt8(length % 8))
        return bytes[whole] & mask == address.bytes[whole] & mask
    }
}

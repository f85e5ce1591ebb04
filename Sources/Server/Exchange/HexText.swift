/// Hexadecimal digits, for ids that are made on every request.
enum HexText {
    private static let digits = Array("0123456789abcdef".utf8)

    /// 128 bits as 32 digits.
    static func text(of high: UInt64, _ low: UInt64) -> String {
        String(unsafeUninitializedCapacity: 32) { buffer in
            for index in 0..<16 {
                buffer[index] = digits[Int(high >> UInt64(60 - index * 4) & 0xF)]
                buffer[index + 16] = digits[Int(low >> UInt64(60 - index * 4) & 0xF)]
            }
            return 32
        }
    }
}

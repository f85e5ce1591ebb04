/// One path segment or query value with everything but unreserved characters percent-encoded (RFC 3986 §2.3).
///
/// `.` and `..` as a whole segment would be taken for navigation by proxies, so their dots are encoded too.
public func percentEncoded(segment: String) -> String {
    let onlyDots = segment == "." || segment == ".."
    var encoded = ""
    encoded.reserveCapacity(segment.utf8.count)
    for byte in segment.utf8 {
        if isUnreserved(byte), !(onlyDots && byte == UInt8(ascii: ".")) {
            encoded.unicodeScalars.append(Unicode.Scalar(byte))
        } else {
            let digits = String(byte, radix: 16, uppercase: true)
            encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
        }
    }
    return encoded
}

/// Pairs as `application/x-www-form-urlencoded`, also used as a query.
public func formEncoded(_ pairs: [(name: String, value: String)]) -> String {
    pairs.map { "\(percentEncoded(segment: $0.name))=\(percentEncoded(segment: $0.value))" }.joined(separator: "&")
}

private func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
        true
    default:
        false
    }
}

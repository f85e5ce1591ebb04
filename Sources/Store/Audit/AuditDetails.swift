/// The details of an event as JSON, by hand: this runs once for each decision, and an encoder costs more than the rest of the row.
enum AuditDetails {
    /// Appends an object of texts, in the order of their names.
    static func append(_ details: [String: String], to bytes: inout ContiguousArray<UInt8>) {
        bytes.append(UInt8(ascii: "{"))
        // Few events have more than two, and to sort takes an array.
        if details.count <= 2 {
            var entries = details.makeIterator()
            let first = entries.next()
            let second = entries.next()
            if let first, let second {
                append(first.key < second.key ? first : second, to: &bytes)
                bytes.append(UInt8(ascii: ","))
                append(first.key < second.key ? second : first, to: &bytes)
            } else if let first {
                append(first, to: &bytes)
            }
        } else {
            for (index, entry) in details.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                append(entry, to: &bytes)
            }
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private static func append(_ entry: (key: String, value: String), to bytes: inout ContiguousArray<UInt8>) {
        append(entry.key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(entry.value, to: &bytes)
    }

    private static func append(_ text: String, to bytes: inout ContiguousArray<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8Bytes { text in
            if text.contains(where: needsEscape) {
                for byte in text { appendEscaped(byte, to: &bytes) }
            } else {
                bytes.append(contentsOf: text)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Quotes, backslashes and control characters are the only bytes of UTF-8 that JSON does not take as they are (RFC 8259 section 7).
    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func appendEscaped(_ byte: UInt8, to bytes: inout ContiguousArray<UInt8>) {
        guard needsEscape(byte) else { return bytes.append(byte) }
        bytes.append(UInt8(ascii: "\\"))
        guard byte < 0x20 else { return bytes.append(byte) }
        bytes.append(contentsOf: "u00".utf8)
        bytes.append(digit(byte >> 4))
        bytes.append(digit(byte & 15))
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}

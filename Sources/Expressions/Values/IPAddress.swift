/// An address of version 4 or 6; a version 4 address mapped into version 6 is the version 4 address.
package struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    package let bytes: [UInt8]

    /// Of version 6 in the form of RFC 5952: the longest run of zeros, the first of several, is `::`.
    package var description: String {
        guard bytes.count == 16 else { return bytes.map(String.init).joined(separator: ".") }
        let groups = stride(from: 0, to: 16, by: 2).map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }
        let zeros = Self.longestZeros(groups)
        guard zeros.count > 1 else { return groups.joined(separator: ":") }
        return groups[..<zeros.lowerBound].joined(separator: ":") + "::" + groups[zeros.upperBound...].joined(separator: ":")
    }

    package init?(_ text: String) {
        guard let bytes = Self.bytes(of: text) else { return nil }
        self.bytes = Self.isMapped(bytes) ? Array(bytes[12...]) : bytes
    }

    /// As written, 4 or 16 of them.
    static func bytes(of text: String) -> [UInt8]? {
        text.utf8.count <= 45 ? version4(text) ?? version6(text) : nil
    }

    static func isMapped(_ bytes: [UInt8]) -> Bool {
        bytes.count == 16 && bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
    }

    private static func longestZeros(_ groups: [String]) -> Range<Int> {
        var longest = 0..<0
        var start = 0
        for (index, group) in groups.enumerated() {
            if group != "0" { start = index + 1 } else if index + 1 - start > longest.count { longest = start..<index + 1 }
        }
        return longest
    }

    private static func version4(_ text: String) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let numbers = parts.compactMap { number($0, limit: 255) }
        return numbers.count == 4 ? numbers.map { UInt8($0) } : nil
    }

    private static func version6(_ text: String) -> [UInt8]? {
        let halves = text.components(separatedBy: "::")
        guard halves.count <= 2, var front = groups(halves[0], mayEndInVersion4: halves.count == 1) else { return nil }
        guard halves.count == 2 else { return front.count == 16 ? front : nil }
        guard let back = groups(halves[1], mayEndInVersion4: true), front.count + back.count <= 14 else { return nil }
        front += [UInt8](repeating: 0, count: 16 - front.count - back.count)
        return front + back
    }

    private static func groups(_ text: String, mayEndInVersion4: Bool) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        var bytes: [UInt8] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if mayEndInVersion4, index == parts.count - 1, part.contains("."), let last = version4(String(part)) {
                bytes += last
            } else {
                guard 1...4 ~= part.utf8.count, part.allSatisfy(\.isHexDigit), part.utf8.allSatisfy({ $0 < 0x80 }),
                    let value = UInt16(part, radix: 16)
                else { return nil }
                bytes += [UInt8(value >> 8), UInt8(value & 0xFF)]
            }
        }
        return bytes.count <= 16 ? bytes : nil
    }

    /// Decimal digits without a leading zero.
    static func number(_ text: some StringProtocol, limit: Int) -> Int? {
        guard 1...3 ~= text.utf8.count, text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }), let value = Int(text),
            value <= limit, text.utf8.count == 1 || text.utf8.first != UInt8(ascii: "0")
        else { return nil }
        return value
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [String] {
        var parts: [String] = []
        var rest = self[...]
        while let range = rest.firstRange(of: separator) {
            parts.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return parts + [String(rest)]
    }
}

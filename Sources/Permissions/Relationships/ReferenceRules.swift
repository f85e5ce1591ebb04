import Foundation

/// What a type, a relation and an id may be made of.
///
/// Bytes are compared as they are: no case folding and no Unicode normalisation, so two different names never become one.
package enum ReferenceRules {
    static let typeLimit = 254
    static let relationLimit = 50
    static let objectLimit = 256
    static let subjectLimit = 512

    static func checkType(_ type: some StringProtocol) throws(InvalidReference) {
        if isPlainName(type, limit: typeLimit) { return }
        guard isName(type.utf8, limit: typeLimit) else {
            throw InvalidReference(text: type, reason: "a type has 1 to \(typeLimit) bytes and none of `:`, `#`, `@`, `*` or white space")
        }
        try checkInvisible(type)
    }

    /// The name, when a relation may have it.
    package static func checked(relation: String) throws(InvalidReference) -> String {
        try checkRelation(relation)
        return relation
    }

    static func checkRelation(_ relation: some StringProtocol) throws(InvalidReference) {
        if isPlainName(relation, limit: relationLimit) { return }
        guard isName(relation.utf8, limit: relationLimit) else {
            throw InvalidReference(
                text: relation, reason: "a relation has 1 to \(relationLimit) bytes and none of `:`, `#`, `@`, `*` or white space")
        }
        try checkInvisible(relation)
    }

    /// `limit` bounds `type:id` together, as the OpenFGA interface does.
    static func checkID(_ id: some StringProtocol, type: some StringProtocol, limit: Int) throws(InvalidReference) {
        guard !id.isEmpty else { throw InvalidReference(text: "\(type):", reason: "add an id after the colon") }
        guard type.utf8.count + 1 + id.utf8.count <= limit else {
            throw InvalidReference(text: "\(type):\(id)", reason: "shorten the reference to at most \(limit) bytes")
        }
        if id.utf8.withContiguousStorageIfAvailable(isPlainID) ?? false { return }
        for byte in id.utf8 where byte <= 0x20 || byte == 0x23 || byte == 0x3A || byte == 0x7F {
            throw InvalidReference(text: "\(type):\(id)", reason: "remove `:`, `#`, white space and control characters from the id")
        }
        try checkInvisible(id)
    }

    /// Whether an id is of printable ASCII that is good in an id; false for all others, which may be right or wrong.
    @inline(__always)
    static func isPlainID(_ id: UnsafeBufferPointer<UInt8>) -> Bool {
        // Without a branch for each byte: this is looked at for every name of every question.
        var hasOther: UInt8 = 0
        for byte in id {
            let isOther = byte <= 0x20 || byte >= 0x7F || byte == UInt8(ascii: "#") || byte == UInt8(ascii: ":")
            hasOther |= isOther ? 1 : 0
        }
        return hasOther == 0 && !id.isEmpty
    }

    /// The same for the name of a type or a relation.
    @inline(__always)
    private static func isPlainName(_ name: some StringProtocol, limit: Int) -> Bool {
        name.utf8.withContiguousStorageIfAvailable { name in
            var hasOther: UInt8 = 0
            for byte in name {
                let isOther = byte == UInt8(ascii: "*") || byte == UInt8(ascii: "@")
                hasOther |= isOther ? 1 : 0
            }
            return hasOther == 0 && name.count <= limit && isPlainID(name)
        } ?? false
    }

    static func isName(_ bytes: some Collection<UInt8>, limit: Int) -> Bool {
        guard (1...limit).contains(bytes.count) else { return false }
        return bytes.allSatisfy { byte in
            byte > 0x20 && byte != 0x23 && byte != 0x2A && byte != 0x3A && byte != 0x40 && byte != 0x7F
        }
    }

    /// White space and control characters beyond ASCII; the ASCII ones are refused byte by byte before.
    private static func checkInvisible(_ text: some StringProtocol) throws(InvalidReference) {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return }
        for scalar in text.unicodeScalars where scalar.properties.isWhitespace || scalar.properties.generalCategory == .control {
            throw InvalidReference(text: text, reason: "remove white space and control characters")
        }
    }
}

/// Equality of bytes; `==` on `String` would call two spellings of `é` the same.
func sameBytes(_ first: String, _ second: String) -> Bool {
    guard first.utf8.count == second.utf8.count else { return false }
    return first.withBytes { first in
        second.withBytes { second in
            guard let start = first.baseAddress, let other = second.baseAddress else { return true }
            return memcmp(start, other, first.count) == 0
        }
    }
}

/// Below zero when the first comes before the second in the order of bytes, above when it comes after.
func compareBytes(_ first: String, _ second: String) -> Int {
    first.withBytes { first in
        second.withBytes { second in
            guard let start = first.baseAddress, let other = second.baseAddress else { return first.count - second.count }
            let order = memcmp(start, other, min(first.count, second.count))
            return order == 0 ? first.count - second.count : Int(order)
        }
    }
}

extension Hasher {
    mutating func combine(bytesOf text: String) {
        var text = text
        text.withUTF8 { combine(bytes: UnsafeRawBufferPointer($0)) }
        combine(0xFF as UInt8)
    }
}

import Foundation
import Store
import Tokens

/// Ids as OpenFGA's clients check them: 26 characters of Crockford's base 32 (https://github.com/ulid/spec).
enum Identifier {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    /// 128 bits, most significant first.
    static func text(_ high: UInt64, _ low: UInt64) -> String {
        var value = (high, low)
        var characters = [UInt8](repeating: 0, count: 26)
        for index in stride(from: 25, through: 0, by: -1) {
            characters[index] = alphabet[Int(value.1 & 31)]
            value = (value.0 >> 5, value.1 >> 5 | value.0 << 59)
        }
        return String(decoding: characters, as: UTF8.self)
    }

    static func bits(_ text: String) -> (high: UInt64, low: UInt64)? {
        guard text.utf8.count == 26 else { return nil }
        var value: (high: UInt64, low: UInt64) = (0, 0)
        for (index, byte) in text.utf8.enumerated() {
            guard let digit = alphabet.firstIndex(of: byte), index > 0 || digit < 8 else { return nil }
            value = (value.high << 5 | value.low >> 59, value.low << 5 | UInt64(digit))
        }
        return value
    }
}

/// A tenant as a store: its id follows from the tenant's name, so that it is the same on every node and after every restart.
enum StoreIdentifier {
    static func text(_ tenant: TenantID) -> String {
        let digest = sha256("cardea store " + tenant.rawValue)
        func word(_ start: Int) -> UInt64 { digest[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) } }
        return Identifier.text(word(0), word(8))
    }
}

/// A model's id: the time it was written, and its number within the tenant.
enum ModelIdentifier {
    static func text(_ model: StoredModel) -> String {
        let time = UInt64(max(0, model.createdAt.timeIntervalSince1970 * 1000))
        return Identifier.text(time << 16, UInt64(model.id) ?? 0)
    }

    /// The number of the model; that the whole id is the model's own is for the caller to compare.
    static func number(_ text: String) -> String? {
        Identifier.bits(text).map { String($0.low) }
    }
}

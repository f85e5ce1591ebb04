import API

/// A password that nobody has to think of: 24 letters and digits, about 138 bits, without those that look alike.
enum GeneratedPassword {
    static let alphabet = Array("abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")

    static func make(using generator: inout some RandomNumberGenerator) -> SecretText {
        SecretText(String((0..<24).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }))
    }
}

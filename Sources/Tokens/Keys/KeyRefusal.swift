/// Why a key is not accepted; `message` says what to change and never holds key material.
package struct KeyRefusal: Error, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable {
        case malformed
        case tooLarge = "too_large"
        case privateKey = "private_key"
        case typeNotSupported = "type_not_supported"
        case algorithmMismatch = "algorithm_mismatch"
        case useNotAllowed = "use_not_allowed"
        case weakKey = "weak_key"
        case duplicateKeyID = "duplicate_key_id"
        case noUsableKey = "no_usable_key"
    }

    package let code: Code
    package let message: String

    package var description: String { message }

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

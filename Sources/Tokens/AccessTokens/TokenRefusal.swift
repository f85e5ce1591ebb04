/// Why a token is not accepted; `message` may be shown to whoever sent it and never quotes the token.
package struct TokenRefusal: Error, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        case malformed
        case tooLarge = "too_large"
        case algorithmNotAllowed = "algorithm_not_allowed"
        case headerNotAllowed = "header_not_allowed"
        case typeNotAllowed = "type_not_allowed"
        case keyUnknown = "key_unknown"
        case signatureInvalid = "signature_invalid"
        case claimsInvalid = "claims_invalid"
        case issuerMismatch = "issuer_mismatch"
        case audienceMismatch = "audience_mismatch"
        case expired
        case notYetValid = "not_yet_valid"
    }

    package let code: Code
    package let message: String

    package var description: String { message }

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

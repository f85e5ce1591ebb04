/// Why something could not be sealed or opened.
package enum SealingFailure: Error, Equatable, CustomStringConvertible {
    case keySize
    case tooLarge
    case envelope
    case notAuthentic

    package var description: String {
        switch self {
        case .keySize: "the master key must be 32 bytes, in text 43 characters of base64url"
        case .tooLarge: "what is to be sealed is too large"
        case .envelope: "the sealed value is damaged or of a newer version"
        case .notAuthentic: "the sealed value does not open with this master key in this place"
        }
    }
}

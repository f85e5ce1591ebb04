/// Why a password could not be hashed, or a stored hash not read.
package enum InvalidPasswordHash: Error, Equatable, CustomStringConvertible {
    case malformed
    case costOutOfBounds
    case passwordLength

    package var description: String {
        switch self {
        case .malformed: "the password hash is not a scrypt string of the form `$scrypt$ln=14,r=8,p=5$salt$hash`"
        case .costOutOfBounds: "the cost of the password hash is out of bounds"
        case .passwordLength: "a password must have 1 to \(PasswordHash.passwordByteLimit) bytes"
        }
    }
}

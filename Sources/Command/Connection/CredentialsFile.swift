import API
import Foundation

/// The file with the service's address and an administrator key. Nobody but its owner may read it.
struct CredentialsFile: Codable, Equatable {
    static let maximumSize = 64 * 1024

    var service: String
    var administratorKey: SecretText

    enum CodingKeys: String, CodingKey {
        case service
        case administratorKey = "administrator_key"
    }

    static func read(_ path: String) throws -> CredentialsFile {
        let text = try PrivateFile.read(path, what: "credentials", maximumSize: maximumSize)
        do {
            return try Wire.decode(CredentialsFile.self, from: text)
        } catch {
            throw Failure(
                code: "invalid_credentials_file", message: "`\(path)` is not a credentials file: \(error.message)",
                next: "`cardea init` writes one, or name another with --credentials")
        }
    }

    /// The file's text.
    func contents() throws -> [UInt8] {
        try Wire.encodeIndented(self) + [UInt8(ascii: "\n")]
    }
}

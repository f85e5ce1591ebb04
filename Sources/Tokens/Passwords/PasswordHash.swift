import COpenSSL

/// A password as it is stored: scrypt with its own salt, written as a PHC string that names its cost.
///
/// Making and checking one takes 0.2 s of a core and 16 MiB on purpose; callers bound how many run at once.
package struct PasswordHash: Hashable, Sendable, CustomStringConvertible {
    package static let passwordByteLimit = 1024
    private static let saltSize = 16
    private static let keySize = 32

    package let cost: ScryptCost
    private let salt: [UInt8]
    private let key: [UInt8]

    package var description: String { "[redacted]" }

    package static func make(_ password: Secret, cost: ScryptCost = .standard, random: RandomSource) throws -> PasswordHash {
        guard 1...passwordByteLimit ~= password.count else { throw InvalidPasswordHash.passwordLength }
        let salt = try random.bytes(saltSize)
        return PasswordHash(cost: cost, salt: salt, key: try derive(password, cost: cost, salt: salt, keySize: keySize))
    }

    /// A hash that no password has, for the sign-in of a user who does not exist: the refusal then takes as long as for one who does.
    package static func matchingNothing(cost: ScryptCost = .standard, random: RandomSource) throws -> PasswordHash {
        PasswordHash(cost: cost, salt: try random.bytes(saltSize), key: try random.bytes(keySize))
    }

    private init(cost: ScryptCost, salt: [UInt8], key: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.key = key
    }

    /// Reads `$scrypt$ln=14,r=8,p=5$salt$hash`, bounded in every part before anything is computed from it.
    package init(phc: String) throws {
        guard phc.utf8.count <= 256 else { throw InvalidPasswordHash.malformed }
        let parts = phc.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
            let salt = Base64Alphabet.standard.decode(parts[3].utf8), 8...64 ~= salt.count,
            let key = Base64Alphabet.standard.decode(parts[4].utf8), 16...64 ~= key.count
        else { throw InvalidPasswordHash.malformed }
        self.init(cost: try Self.parseCost(parts[2]), salt: salt, key: key)
    }

    package var phc: String {
        let parameters = "ln=\(cost.logarithmOfN),r=\(cost.blockSize),p=\(cost.parallelization)"
        return "$scrypt$\(parameters)$\(Base64Alphabet.standard.encode(salt))$\(Base64Alphabet.standard.encode(key))"
    }

    /// False for a wrong password, and when the check itself fails.
    package func verify(_ password: Secret) -> Bool {
        guard password.count <= Self.passwordByteLimit,
            let candidate = try? Self.derive(password, cost: cost, salt: salt, keySize: key.count)
        else { return false }
        return constantTimeEqual(candidate, key)
    }

    private static func parseCost(_ text: Substring) throws(InvalidPasswordHash) -> ScryptCost {
        let parameters = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parameters.count == 3, let logarithmOfN = number(parameters[0], after: "ln="),
            let blockSize = number(parameters[1], after: "r="),
            let parallelization = number(parameters[2], after: "p=")
        else { throw .malformed }
        return try ScryptCost(logarithmOfN: logarithmOfN, blockSize: blockSize, parallelization: parallelization)
    }

    private static func number(_ text: Substring, after prefix: String) -> Int? {
        let digits = text.dropFirst(prefix.count)
        guard text.hasPrefix(prefix), 1...4 ~= digits.utf8.count, digits.first != "0", digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else {
            return nil
        }
        return Int(digits)
    }

    private static func derive(_ password: Secret, cost: ScryptCost, salt: [UInt8], keySize: Int) throws(OpenSSLFailure) -> [UInt8] {
        var key = [UInt8](repeating: 0, count: keySize)
        let derived = unsafe password.withBytes { bytes in
            unsafe EVP_PBE_scrypt(
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, salt, salt.count, 1 << UInt64(cost.logarithmOfN),
                UInt64(cost.blockSize), UInt64(cost.parallelization), UInt64(cost.memory), &key, keySize)
        }
        guard derived == 1 else { throw .drained("hash a password") }
        return key
    }
}

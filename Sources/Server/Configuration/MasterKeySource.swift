import Foundation
package import Tokens

/// Where the key that seals the private signing keys comes from. It is never in the database.
package enum MasterKeySource: Sendable {
    /// 32 bytes in base64 or base64url, from `CARDEA_MASTER_KEY`.
    case environment(Secret)
    /// A file with the same, readable by its owner only.
    case file(String)

    static func defaultFile(in dataDirectory: String) -> String {
        dataDirectory + "/master.key"
    }

    /// The key, made on first use.
    ///
    /// Once something is sealed, a missing file stops the start: a new key would turn every stored signing key into noise.
    func load(mayCreate: Bool, random: RandomSource, notice: (String) -> Void) throws -> MasterKey {
        switch self {
        case .environment(let encoded):
            return try Self.decode(encoded.exposed, from: "`\(ServiceSetting.masterKey.environmentVariable)`")
        case .file(let path):
            if FileManager.default.fileExists(atPath: path) { return try Self.read(path) }
            guard mayCreate else {
                throw InvalidConfiguration(
                    "the master key file `\(path)` is missing, but keys are sealed under it: restore it from your backup, or name it with "
                        + "`--master-key-file`")
            }
            let key = try Self.create(path, random: random)
            notice("made a master key in `\(path)`: back it up apart from the database, without it every signing key is lost")
            return key
        }
    }

    private static func read(_ path: String) throws -> MasterKey {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let permissions = attributes?[.posixPermissions] as? Int, let data = FileManager.default.contents(atPath: path) else {
            throw InvalidConfiguration("the master key file `\(path)` cannot be read: check who owns it")
        }
        guard permissions & 0o077 == 0 else {
            throw InvalidConfiguration("the master key file `\(path)` can be read by others: run `chmod 600` on it")
        }
        return try decode(String(decoding: data, as: UTF8.self), from: "the master key file `\(path)`")
    }

    private static func create(_ path: String, random: RandomSource) throws -> MasterKey {
        let key = try MasterKey.generate(random: random)
        let text = key.encoded.exposed + "\n"
        let isWritten = FileManager.default.createFile(
            atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        guard isWritten else { throw InvalidConfiguration("the master key file `\(path)` cannot be written: check the directory") }
        return key
    }

    private static func decode(_ text: String, from source: String) throws -> MasterKey {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if let key = try? MasterKey(encoded: trimmed) { return key }
        guard let data = Data(base64Encoded: trimmed), data.count == MasterKey.size else {
            throw InvalidConfiguration("\(source) does not hold 32 bytes in base64: make some with `openssl rand -base64 32`")
        }
        return try MasterKey(Array(data))
    }
}

import Foundation
import Permissions
import Store
package import Tokens

/// Makes the data directory, the master key and one administrator of the whole instance; answers the administrator's key, once.
///
/// Whoever can write the data directory can read everything in it, so that right is what makes the first administrator.
package func initialize(dataDirectory: String, administratorName: String) async throws -> Secret {
    try DataDirectory.prepare(dataDirectory)
    let store = try await Store.open(StoreConfiguration(directory: dataDirectory))
    do {
        let key = try await makeAdministrator(administratorName, in: store, dataDirectory: dataDirectory)
        try await store.close()
        return key
    } catch {
        try? await store.close()
        throw error
    }
}

private func makeAdministrator(_ name: String, in store: Store, dataDirectory: String) async throws -> Secret {
    let source = MasterKeySource.file(MasterKeySource.defaultFile(in: dataDirectory))
    if ProcessInfo.processInfo.environment[ServiceSetting.masterKey.environmentVariable] == nil {
        _ = try source.load(mayCreate: try await store.tenants().isEmpty, random: .system) { StandardError.write(Array(($0 + "\n").utf8)) }
    }
    let key = try RandomSource.system.token(AdministratorGate.prefix)
    try await store.createAdministrator(NewAdministrator(name: name, secretHash: sha256(key), tenant: nil))
    return key
}

/// The directory that holds the database and, by default, the master key: its owner's alone.
enum DataDirectory {
    static func prepare(_ path: String) throws(InvalidConfiguration) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw InvalidConfiguration("the data directory `\(path)` cannot be made: \(error.localizedDescription)")
        }
    }
}

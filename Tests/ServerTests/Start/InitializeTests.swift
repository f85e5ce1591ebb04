import Foundation
import Store
import Testing
import Tokens

@testable import Server

@Suite struct InitializeTests {
    @Test func `it makes a private directory, a master key and an administrator whose key is stored as a hash only`() async throws {
        let directory = try TemporaryFile.directory() + "/data"
        let key = try await initialize(dataDirectory: directory, administratorName: "root")
        #expect(key.exposed.hasPrefix("cardea_admin_"))
        let permissions = try FileManager.default.attributesOfItem(atPath: directory)[.posixPermissions] as? Int
        #expect(permissions == 0o700)
        #expect(FileManager.default.fileExists(atPath: directory + "/master.key"))
        let store = try await Store.open(StoreConfiguration(directory: directory))
        let found = try await store.administrator(secretHash: sha256(key))
        try await OneByOne.close(store)
        #expect(found?.name == "root")
        #expect(found?.tenant == nil)
        for file in try FileManager.default.contentsOfDirectory(atPath: directory) {
            let data = try Data(contentsOf: URL(fileURLWithPath: directory + "/" + file))
            #expect(data.range(of: Data(key.exposed.utf8)) == nil, "\(file)")
        }
    }

    @Test func `another administrator has a key of its own and the master key stays`() async throws {
        let directory = try TemporaryFile.directory()
        let first = try await initialize(dataDirectory: directory, administratorName: "root")
        let masterKey = try Data(contentsOf: URL(fileURLWithPath: directory + "/master.key"))
        let second = try await initialize(dataDirectory: directory, administratorName: "deputy")
        #expect(first != second)
        #expect(try Data(contentsOf: URL(fileURLWithPath: directory + "/master.key")) == masterKey)
    }
}

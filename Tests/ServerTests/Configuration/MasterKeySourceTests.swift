import Foundation
import Testing
import Tokens

@testable import Server

@Suite struct MasterKeySourceTests {
    @Test func `the first start makes a file for its owner only and says so`() throws {
        let path = try TemporaryFile.directory() + "/master.key"
        var notices: [String] = []
        let made = try MasterKeySource.file(path).load(mayCreate: true, random: .system) { notices.append($0) }
        let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(permissions == 0o600)
        #expect(notices.count == 1)
        let read = try MasterKeySource.file(path).load(mayCreate: false, random: .system) { _ in }
        let sealed = try made.seal([1, 2, 3], context: "test", random: .system)
        #expect(try read.open(sealed, context: "test") == [1, 2, 3])
    }

    @Test func `a missing file is not replaced once something is sealed`() throws {
        let path = try TemporaryFile.directory() + "/master.key"
        #expect(throws: InvalidConfiguration.self) {
            try MasterKeySource.file(path).load(mayCreate: false, random: .system) { _ in }
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `a file that others can read is refused`() throws {
        let key = Data(repeating: 7, count: 32).base64EncodedString()
        let path = try TemporaryFile.write(key, permissions: 0o640)
        let refusal = #expect(throws: InvalidConfiguration.self) {
            try MasterKeySource.file(path).load(mayCreate: true, random: .system) { _ in }
        }
        #expect(refusal?.message.contains("chmod 600") == true)
    }

    @Test(arguments: ["", "short", "AAAA", String(repeating: "A", count: 100)])
    func `anything but 32 bytes is refused and not repeated`(text: String) {
        let refusal = #expect(throws: InvalidConfiguration.self) {
            try MasterKeySource.environment(Secret(text)).load(mayCreate: true, random: .system) { _ in }
        }
        #expect(refusal?.message.contains("32 bytes") == true)
    }
}

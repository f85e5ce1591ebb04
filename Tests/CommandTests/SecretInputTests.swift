import API
import ArgumentParser
import Foundation
import Testing

@testable import Command

@Suite final class `Secrets` {
    struct Counting: RandomNumberGenerator {
        var state: UInt64 = 1

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state
        }
    }

    /// One for each test; the directory is made with the file.
    private let directory = FileManager.default.temporaryDirectory.appending(path: "cardea-\(UUID().uuidString)")
    private var path: String { directory.appending(path: "credentials.json").path() }

    deinit { try? FileManager.default.removeItem(at: directory) }

    @Test func `a secret is the first line`() throws {
        #expect(try SecretInput.firstLine(of: "a b\nc", what: "password").exposed == "a b")
        #expect(try SecretInput.firstLine(of: "a\r\n", what: "password").exposed == "a")
        #expect(throws: ValidationError.self) { try SecretInput.firstLine(of: "\nb", what: "password") }
        #expect(throws: ValidationError.self) { try SecretInput.firstLine(of: "", what: "password") }
    }

    @Test func `a generated password is long and follows the generator`() {
        var (first, second) = (Counting(), Counting())
        let password = GeneratedPassword.make(using: &first)
        #expect(password.exposed.count == 24 && password.exposed.allSatisfy(GeneratedPassword.alphabet.contains))
        #expect(password == GeneratedPassword.make(using: &second) && password != GeneratedPassword.make(using: &second))
    }

    @Test func `credentials are written for their owner only and read back`() throws {
        let file = CredentialsFile(service: "http://127.0.0.1:1", administratorKey: SecretText("cardea_admin_x"))
        try PrivateFile.create(path, contents: [])
        try PrivateFile.fill(path, contents: file.contents())
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        #expect(try CredentialsFile.read(path) == file)
        #expect(!"\(file)".contains("cardea_admin_x"))
    }

    @Test func `a credentials file is never written over`() throws {
        try PrivateFile.create(path, contents: [1])
        #expect { try PrivateFile.create(path, contents: [2]) } throws: { ($0 as? Failure)?.code == "file_exists" }
        #expect(FileManager.default.contents(atPath: path) == Data([1]))
    }

    @Test(arguments: [0o640, 0o604, 0o660, 0o620])
    func `credentials that others may read are refused`(mode: Int) throws {
        try PrivateFile.create(path, contents: Array("{}".utf8))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        #expect { try CredentialsFile.read(path) } throws: { ($0 as? Failure)?.code == "file_not_private" }
    }

    @Test func `what is not a credentials file is refused`() throws {
        try PrivateFile.create(path, contents: Array("{}".utf8))
        #expect { try CredentialsFile.read(path) } throws: { ($0 as? Failure)?.code == "invalid_credentials_file" }
        #expect { try CredentialsFile.read(path + ".none") } throws: { ($0 as? Failure)?.code == "file_unreadable" }
        #expect { try CredentialsFile.read("/") } throws: { ($0 as? Failure)?.code == "file_unreadable" }
    }

    @Test func `a JSON object is an object`() {
        #expect(JSONObjectArgument(argument: #"{"a":1}"#)?.members == ["a": 1])
        #expect(JSONObjectArgument(argument: "[]") == nil && JSONObjectArgument(argument: #"{"a":1,"a":2}"#) == nil)
    }
}

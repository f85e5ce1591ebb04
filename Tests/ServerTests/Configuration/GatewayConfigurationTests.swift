import Foundation
import Testing
import Tokens

@testable import Server

@Suite struct GatewayConfigurationTests {
    private let flags: [GatewaySetting: String] = [.tenant: "acme", .clientID: "gateway"]

    private func configuration(
        _ flags: [GatewaySetting: String], commands: [String] = [], file: String? = nil,
        environment: [String: String] = ["CARDEA_CLIENT_SECRET": "s3cret"]
    ) throws -> GatewayConfiguration {
        try GatewayConfiguration(flags: flags, allowedCommands: commands, file: file, environment: environment)
    }

    @Test func `what is not said is loopback, two seconds for a decision and no commands`() throws {
        let configuration = try configuration(flags)
        #expect(configuration.service.text == "http://127.0.0.1:8080")
        #expect(configuration.publicURL.text == "http://127.0.0.1:8090")
        #expect(configuration.decisionTimeout == .seconds(2))
        #expect(configuration.allowedCommands.isEmpty)
        #expect(configuration.clientSecret.exposed == "s3cret")
    }

    @Test func `the secret comes from a file without its line end`() throws {
        let path = try TemporaryFile.write("from the file\n")
        let configuration = try configuration(flags.merging([.clientSecretFile: path]) { $1 }, environment: [:])
        #expect(configuration.clientSecret.exposed == "from the file")
    }

    @Test func `a client id without a secret stops the start`() {
        let refusal = #expect(throws: InvalidConfiguration.self) { try configuration(flags, environment: [:]) }
        #expect(refusal?.message.contains("--client-secret-file") == true)
    }

    @Test func `two secrets stop the start`() throws {
        let path = try TemporaryFile.write("x")
        #expect(throws: InvalidConfiguration.self) { try configuration(flags.merging([.clientSecretFile: path]) { $1 }) }
    }

    @Test func `a command is a whole path`() throws {
        #expect(throws: InvalidConfiguration.self) { try configuration(flags, commands: ["notes"]) }
        #expect(try configuration(flags, commands: ["/usr/bin/notes", "/opt/b"]).allowedCommands == ["/usr/bin/notes", "/opt/b"])
    }

    @Test func `commands and origins can stand in the file`() throws {
        let path = try TemporaryFile.write(#"{"allow_command": ["/a", "/b"], "allow_origin": ["https://app.example.com"]}"#)
        let configuration = try configuration(flags, file: path)
        #expect(configuration.allowedCommands == ["/a", "/b"])
        #expect(configuration.allowedOrigins == ["https://app.example.com"])
    }

    @Test(arguments: ["0", "31", "soon", "-1"])
    func `a decision timeout is between a twentieth of a second and half a minute`(text: String) {
        #expect(throws: InvalidConfiguration.self) { try configuration(flags.merging([.decisionTimeout: text]) { $1 }) }
    }

    @Test func `the service is reached by https or on this machine`() throws {
        let elsewhere = flags.merging([.service: "http://auth.example.com"]) { $1 }
        #expect(throws: InvalidConfiguration.self) { try configuration(elsewhere) }
        #expect(try configuration(elsewhere.merging([.allowPlaintext: "true"]) { $1 }).service.text == "http://auth.example.com")
    }

    @Test func `the issuer is the tenant's at the service's address unless another is named`() throws {
        #expect(try configuration(flags).issuer == "http://127.0.0.1:8080/t/acme")
        let named = flags.merging([.issuer: "https://auth.example.com/t/acme"]) { $1 }
        #expect(try configuration(named).issuer == "https://auth.example.com/t/acme")
    }

    @Test(arguments: [
        "acme", "auth.example.com/t/acme", "ftp://a/t/acme", "https://a/t/acme/", "https://a/t/acme?x", "https://u:p@a/t/acme",
    ])
    func `an issuer that no token can have stops the start`(text: String) {
        let refusal = #expect(throws: InvalidConfiguration.self) { try configuration(flags.merging([.issuer: text]) { $1 }) }
        #expect(refusal?.message.contains("--issuer") == true)
    }
}

import API
import ArgumentParser
import Foundation
import Server
import Testing

@testable import Command

@Suite struct `Command lines` {
    static func parsed<Command: ParsableCommand>(_ type: Command.Type, _ arguments: String...) throws -> Command {
        try #require(try Cardea.parseAsRoot(arguments) as? Command)
    }

    @Test func `a server over stdio keeps the options of its own program`() throws {
        let command = try Self.parsed(
            ServerCommand.Create.self, "server", "create", "notes", "--tool", "listNotes", "--", "/bin/notes", "--tool", "x")
        #expect(command.body.upstream == .stdio(command: ["/bin/notes", "--tool", "x"]))
        #expect(command.body.tools == [ToolBody(name: "listNotes")])
    }

    @Test func `a bound tool is a registered tool`() throws {
        let command = try Self.parsed(
            ServerCommand.Create.self, "server", "create", "billing", "--url", "http://h/mcp", "--tool", "a", "--bind",
            "b=resource:invoice/{id}:v2:can_view")
        let resource = ToolResourceBody(type: "resource", idTemplate: "invoice/{id}:v2", action: "can_view")
        #expect(command.body.tools == [ToolBody(name: "a"), ToolBody(name: "b", resource: resource)])
        #expect(command.body.upstream == .http(url: "http://h/mcp"))
    }

    @Test(arguments: [
        ["server", "create", "x"], ["server", "create", "x", "--url", "u", "--", "c"],
        ["server", "create", "x", "--url", "u", "--bind", "a=b"],
        ["server", "create", "x", "--url", "u", "--bind", "a=t:{i}:r", "--bind", "a=t:{j}:r"], ["grant", "user:a", "r"],
        ["grant", "user:a", "r", "o:1", "--expires", "soon"], ["grant", "user:a", "r", "o:1", "--context", "{}"],
        ["grant", "user:a", "r", "o:1", "--condition", "c", "--context", "[]"], ["token", "revoke"],
        ["token", "revoke", "--user", "a", "--token-id", "b"],
        ["user", "create", "a", "--password", "secret"], ["user", "create", "a", "--password-stdin", "--generate-password"],
        ["client", "create", "a"], ["client", "create", "a", "--kind", "other"],
        ["client", "create", "a", "--kind", "application", "--secret-file", "f"],
        ["audit", "--limit", "0"], ["audit", "--follow", "--before", "x"], ["check", "user:a"], ["nonsense"], ["tenant", "create"],
        ["init"],
        ["tenant", "list", "--output", "yaml"],
    ])
    func `wrong usage is refused with exit status 2`(arguments: [String]) throws {
        let ending = try `Every command`.ending(arguments)
        #expect(ending.exitStatus == 2 && !ending.standardError.isEmpty)
    }

    @Test func `a gateway takes repeated commands and leaves out what was not given`() throws {
        let command = try Self.parsed(
            StartGateway.self, "gateway", "--tenant", "acme", "--client-id", "g", "--client-secret-file", "f", "--allow-command", "/a",
            "--allow-command",
            "/b")
        #expect(command.allowedCommands == ["/a", "/b"])
        #expect(command.flags == [.tenant: "acme", .clientID: "g", .clientSecretFile: "f"])
    }

    @Test func `a gateway takes the issuer whose tokens it accepts`() throws {
        let command = try Self.parsed(
            StartGateway.self, "gateway", "--service", "http://10.0.0.1:1", "--issuer", "https://a.example.com/t/acme")
        #expect(command.flags == [.service: "http://10.0.0.1:1", .issuer: "https://a.example.com/t/acme"])
    }

    @Test func `limits that are not given stay as they are`() throws {
        let command = try Self.parsed(
            TenantCommand.Limits.self, "tenant", "limits", "acme", "--check-work", "500", "--check-depth", "50", "--relationships", "9",
            "--check-milliseconds", "20")
        #expect(command.given == LimitsBody(checkDepth: 50, checkWork: 500, checkMilliseconds: 20, relationships: 9))
        let present = LimitsBody(
            checkDepth: 100, checkWork: 1000, listWork: 2000, checkMilliseconds: 30, listMilliseconds: 700, contextualRelationships: 3,
            reachMilliseconds: 400, relationships: 8)
        #expect(
            command.given.filled(from: present)
                == LimitsBody(
                    checkDepth: 50, checkWork: 500, listWork: 2000, checkMilliseconds: 20, listMilliseconds: 700,
                    contextualRelationships: 3, reachMilliseconds: 400, relationships: 9))
        #expect(present.properties.map(\.1) == ["100", "1000", "2000", "30", "700", "3", "400", "8"])
    }

    @Test func `the service takes its addresses`() throws {
        let command = try Self.parsed(
            Serve.self, "serve", "--data", "/d", "--listen", "127.0.0.1:1", "--operations-listen", "127.0.0.1:2", "--base-url", "http://b",
            "--gateway-url", "http://g")
        #expect(
            command.flags == [
                .data: "/d", .listen: "127.0.0.1:1", .operationsListen: "127.0.0.1:2", .baseURL: "http://b", .gatewayURL: "http://g",
            ])
    }

    @Test func `an end is a time or a span from now`() {
        let now = Date(timeIntervalSince1970: 1000)
        #expect(Expiry(argument: "2026-12-31T00:00:00Z")?.date(now: now) == Date(timeIntervalSince1970: 1_798_675_200))
        #expect(Expiry(argument: "90m")?.date(now: now) == Date(timeIntervalSince1970: 6400))
        #expect(Expiry(argument: "2d")?.date(now: now) == now.addingTimeInterval(172_800))
        for wrong in ["", "0s", "-5m", "5", "h", "5y", "1.5h", "tomorrow", "2026-02-29T00:00:00Z", "4294967295w", "60000w"] {
            #expect(Expiry(argument: wrong) == nil)
        }
    }

    @Test func `a tenant comes from the option before the environment`() throws {
        let environment = Environment(variables: ["CARDEA_TENANT": "from-environment"])
        #expect(try TenantOptions.parse(["--tenant", "acme"]).id(environment) == "acme")
        #expect(try TenantOptions.parse([]).id(environment) == "from-environment")
        #expect(throws: ValidationError.self) { try TenantOptions.parse([]).id(Environment(variables: ["CARDEA_TENANT": ""])) }
    }

    @Test func `the default credentials file follows the environment`() {
        #expect(Environment(variables: ["HOME": "/h"]).defaultCredentials == "/h/.config/cardea/credentials.json")
        #expect(Environment(variables: ["HOME": "/h", "XDG_CONFIG_HOME": "/x"]).defaultCredentials == "/x/cardea/credentials.json")
    }
}

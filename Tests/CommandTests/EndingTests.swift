import API
import ArgumentParser
import Client
import Foundation
import Testing

@testable import Command

@Suite struct `Endings` {
    static let service = ServiceAddress("http://127.0.0.1:8080")

    @Test func `denied is 1 and says nothing more`() {
        let ending = Ending(ExitCode.denied, format: .table)
        #expect(ending.exitStatus == 1 && ending.standardOutput.isEmpty && ending.standardError.isEmpty)
    }

    @Test func `the version is printed and is no failure`() throws {
        let ending = try `Every command`.ending(["--version"])
        #expect(ending.exitStatus == 0 && ending.standardOutput == Version.text + "\n")
    }

    @Test func `an unreachable service is 3 and says what to do next`() throws {
        let service = try #require(Self.service)
        let ending = Ending(Failure(.unreachable("could not connect: connection refused"), service: service), format: .table)
        #expect(ending.exitStatus == 3 && ending.standardOutput.isEmpty)
        #expect(
            ending.standardError == """
                error: could not reach the service at http://127.0.0.1:8080: could not connect: connection refused
                next:  start it with `cardea serve`, or name another with --service or CARDEA_SERVICE

                """)
    }

    @Test func `a refusal is 3 and in JSON when JSON was asked for`() throws {
        let service = try #require(Self.service)
        let problem = Problem(.userNotFound, "no user `x`", timestamp: Date(timeIntervalSince1970: 0), requestID: "r-1")
        let ending = Ending(Failure(.refused(problem), service: service), format: .json)
        let json = try JSONValue(parsing: Array(ending.standardError.utf8))
        #expect(ending.exitStatus == 3)
        #expect(json["error"]?["code"] == "user_not_found" && json["error"]?["message"] == "no user `x`")
        #expect(json["error"]?["request_id"] == "r-1" && json["error"]?["next"] == "`cardea user list` shows the users")
    }

    @Test func `wrong usage is told in JSON too`() throws {
        let ending = try `Every command`.ending(["tenant", "show", "--output=json"])
        #expect(ending.exitStatus == 2)
        #expect(try JSONValue(parsing: Array(ending.standardError.utf8))["error"]?["code"] == "usage")
    }

    @Test func `the faults of a model stand each on a line`() throws {
        let service = try #require(Self.service)
        let problem = Problem(
            .invalidModel, "the model is not valid", timestamp: Date(timeIntervalSince1970: 0), requestID: "r",
            diagnostics: [Diagnostic(line: 3, column: 9, code: "undefined_type", message: "no type `usr`")])
        #expect(
            Ending(Failure(.refused(problem), service: service), format: .table).standardError.contains(
                "  line 3, column 9: no type `usr`\n"))
    }

    @Test func `an unknown error is a failure`() {
        struct Odd: Error {}
        #expect(Ending(Odd(), format: .table).exitStatus == 3)
    }

    @Test(arguments: [
        (["a", "--output", "json"], OutputFormat.json), (["--output=json"], .json), (["--output", "table"], .table), (["--output"], .table),
        ([], .table),
        (["server", "create", "x", "--", "p", "--output", "json"], .table),
    ])
    func `the format is known before parsing`(arguments: [String], format: OutputFormat) {
        #expect(OutputFormat.requested(in: arguments) == format)
    }
}

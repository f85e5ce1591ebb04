import Foundation
import Logging
import NIOCore
import Store
import Testing

@testable import Server

@Suite struct ServiceConfigurationTests {
    private func configuration(
        _ flags: [ServiceSetting: String] = [.data: "/var/lib/cardea"], file: String? = nil, environment: [String: String] = [:]
    ) throws -> ServiceConfiguration {
        try ServiceConfiguration(flags: flags, file: file, environment: environment)
    }

    @Test func `what is not said is loopback`() throws {
        let configuration = try configuration()
        #expect(configuration.listen.description == "127.0.0.1:8080")
        #expect(configuration.operationsListen.description == "127.0.0.1:8081")
        #expect(configuration.baseURL.text == "http://127.0.0.1:8080")
        #expect(configuration.gatewayURL.text == "http://127.0.0.1:8090")
        #expect(configuration.graphMemory == StoreConfiguration.usualGraphBudget)
        #expect(configuration.historyRetention == TimeInterval(2_592_000))
        #expect(configuration.eventLoops == max(1, System.coreCount - 1))
        guard case .file("/var/lib/cardea/master.key") = configuration.masterKey else {
            Issue.record("the master key is not beside the data")
            return
        }
    }

    @Test func `a flag comes before the environment, the environment before the file`() throws {
        let path = try TemporaryFile.write(#"{"listen": "127.0.0.1:1001", "operations_listen": "127.0.0.1:1002", "log_level": "debug"}"#)
        let configuration = try configuration(
            [.data: "/d", .listen: "127.0.0.1:3001"], file: path,
            environment: ["CARDEA_LISTEN": "127.0.0.1:2001", "CARDEA_OPERATIONS_LISTEN": "127.0.0.1:2002", "OTHER": "x"])
        #expect(configuration.listen.port == 3001)
        #expect(configuration.operationsListen.port == 2002)
        #expect(configuration.logLevel == .debug)
    }

    @Test func `memory is in bytes and history in days, of which none means all`() throws {
        let path = try TemporaryFile.write(#"{"graph_memory": 100000000, "history_days": 7}"#)
        let fromFile = try configuration(file: path)
        #expect(fromFile.graphMemory == 100_000_000)
        #expect(fromFile.historyRetention == TimeInterval(604_800))
        let environment = ["CARDEA_GRAPH_MEMORY": "200000000", "CARDEA_HISTORY_DAYS": "0"]
        #expect(try configuration(file: path, environment: environment).graphMemory == 200_000_000)
        #expect(try configuration(file: path, environment: environment).historyRetention == nil)
    }

    @Test func `threads for connections are counted from the command line or the environment`() throws {
        #expect(try configuration([.data: "/d", .eventLoops: "3"]).eventLoops == 3)
        #expect(try configuration(environment: ["CARDEA_EVENT_LOOPS": "2"]).eventLoops == 2)
    }

    @Test(arguments: [
        (ServiceSetting.historyDays, "-1", "`--history-days` (`CARDEA_HISTORY_DAYS`) is `-1`: write a number from 0 to 36500"),
        (.historyDays, "month", "`--history-days` (`CARDEA_HISTORY_DAYS`) is `month`: write a number from 0 to 36500"),
        (.graphMemory, "1", "`--graph-memory` (`CARDEA_GRAPH_MEMORY`) is `1`: write a number from 67108864 to 4398046511104"),
        (.eventLoops, "0", "`--event-loops` (`CARDEA_EVENT_LOOPS`) is `0`: write a number from 1 to 256"),
    ])
    func `a number out of its range is refused with the range`(setting: ServiceSetting, text: String, message: String) {
        let refusal = #expect(throws: InvalidConfiguration.self) { try configuration([.data: "/d", setting: text]) }
        #expect(refusal?.message == message)
    }

    @Test func `an unknown key in the file stops the start and is named`() throws {
        let path = try TemporaryFile.write(#"{"lisen": "127.0.0.1:1001"}"#)
        let refusal = #expect(throws: InvalidConfiguration.self) { try configuration(file: path) }
        #expect(refusal?.message.contains("`lisen`") == true)
        #expect(refusal?.message.contains("`listen`") == true)
    }

    @Test func `a secret in the file stops the start`() throws {
        let path = try TemporaryFile.write(#"{"master_key": "AAAA"}"#)
        let refusal = #expect(throws: InvalidConfiguration.self) { try configuration(file: path) }
        #expect(refusal?.message.contains("CARDEA_MASTER_KEY") == true)
        #expect(refusal?.message.contains("AAAA") == false)
    }

    @Test(arguments: ["[]", "{", #"{"listen": ["127.0.0.1:1"]}"#, #"{"listen": "127.0.0.1:1", "listen": "127.0.0.1:2"}"#])
    func `a file that is not an object of strings stops the start`(text: String) throws {
        let path = try TemporaryFile.write(text)
        #expect(throws: InvalidConfiguration.self) { try configuration(file: path) }
    }

    @Test func `a missing data directory says how to give it`() {
        let refusal = #expect(throws: InvalidConfiguration.self) { try configuration([:]) }
        #expect(refusal?.message == "the data directory is missing: give it with `--data` (`CARDEA_DATA`)")
    }

    @Test func `two master keys are one too many`() {
        #expect(throws: InvalidConfiguration.self) {
            try configuration([.data: "/d", .masterKeyFile: "/k"], environment: ["CARDEA_MASTER_KEY": "AAAA"])
        }
    }

    @Test func `beyond loopback the base URL has to be https, unless plain text is allowed in so many words`() throws {
        let flags: [ServiceSetting: String] = [.data: "/d", .listen: "0.0.0.0:8080"]
        #expect(throws: InvalidConfiguration.self) { try configuration(flags) }
        #expect(throws: InvalidConfiguration.self) {
            try configuration(flags.merging([.baseURL: "http://auth.example.com"]) { $1 })
        }
        let behindProxy = try configuration(flags.merging([.baseURL: "https://auth.example.com"]) { $1 })
        #expect(behindProxy.baseURL.isHTTPS)
        let inTheClear = try configuration(flags.merging([.baseURL: "http://auth.example.com", .allowPlaintext: "true"]) { $1 })
        #expect(inTheClear.baseURL.text == "http://auth.example.com")
    }

    @Test(arguments: [
        "auth.example.com", "https://auth.example.com/path", "https://user@auth.example.com", "https://auth.example.com?x=1",
        "https://auth.example.com#f", "ftp://auth.example.com", "https://", "https://AUTH.example.com",
    ])
    func `a base URL is scheme, host and port and nothing else`(text: String) {
        #expect(throws: InvalidConfiguration.self) { try configuration([.data: "/d", .baseURL: text]) }
    }

    @Test func `one slash at the end of a base URL is taken off`() throws {
        #expect(try configuration([.data: "/d", .baseURL: "https://auth.example.com/"]).baseURL.text == "https://auth.example.com")
    }

    @Test(arguments: ["8080", "127.0.0.1", "127.0.0.1:", ":8080", "127.0.0.1:70000", "::1:8080", "[]:8080"])
    func `an address to listen on has a host and a port`(text: String) {
        #expect(throws: InvalidConfiguration.self) { try ListenAddress(parsing: text) }
    }

    @Test(arguments: [("[::1]:8080", true), ("localhost:1", true), ("127.1.2.3:1", true), ("0.0.0.0:1", false), ("127.evil.com:1", false)])
    func `loopback is recognised by address and not by looks`(text: String, isLoopback: Bool) throws {
        #expect(try ListenAddress(parsing: text).isLoopback == isLoopback)
    }

    @Test func `a log level that is not known is refused with those that are`() {
        let refusal = #expect(throws: InvalidConfiguration.self) { try configuration([.data: "/d", .logLevel: "loud"]) }
        #expect(refusal?.message.contains("`info`") == true)
    }
}

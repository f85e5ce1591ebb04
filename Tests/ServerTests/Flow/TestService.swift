import API
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Store
import Synchronization
import Testing
import Tokens

@testable import Server

/// The service of one test: the real wiring on a real store in a directory of its own, asked without sockets.
struct TestService: Sendable {
    static let baseURL = "https://auth.example.com"
    static let gatewayURL = "https://mcp.example.com"

    /// For what writes no line of interest.
    static let quietLog = RequestLog(level: .critical, source: "test", write: { _ in })

    let client: any TestClientProtocol
    let operations: any TestClientProtocol
    let site: ServiceSite
    let key: String
    let log: TestLog

    /// The front has all the time in the world unless told otherwise: what it answers must not depend on how busy the machine is.
    static func run(
        baseURL: String = baseURL, frontMilliseconds: Int = 600_000, _ body: @Sendable (TestService) async throws -> Void
    ) async throws {
        let directory = try TemporaryFile.directory()
        let store = try await Store.open(StoreConfiguration(directory: directory))
        let log = TestLog()
        let site = ServiceSite(
            store: store, masterKey: try MasterKey.generate(random: .system),
            baseURL: try BaseURL(parsing: baseURL, setting: "base URL"),
            gatewayURL: try BaseURL(parsing: gatewayURL, setting: "gateway URL"),
            log: RequestLog(level: .info, source: "test", write: log.append), random: .system, clock: { Date() },
            frontMilliseconds: frontMilliseconds)
        let key = try await administrator("root", tenant: nil, in: store)
        try await Application(responder: site.entrance).test(.router) { client in
            try await Application(responder: site.operations).test(.router) { operations in
                try await body(TestService(client: client, operations: operations, site: site, key: key, log: log))
            }
        }
        try await OneByOne.close(store)
        try FileManager.default.removeItem(atPath: directory)
    }

    static func administrator(_ name: String, tenant: String?, in store: Store) async throws -> String {
        let key = try RandomSource.system.token("cardea_admin_").exposed
        let tenant = try tenant.map { try TenantID($0) }
        try await store.createAdministrator(NewAdministrator(name: name, secretHash: sha256(key), tenant: tenant))
        return key
    }

    func administrator(of tenant: String) async throws -> String {
        try await Self.administrator("of-\(tenant)", tenant: tenant, in: site.authority.store)
    }
}

/// What a service wrote to its log.
final class TestLog: Sendable {
    private let written = Mutex<[String]>([])

    @Sendable func append(_ line: (inout [UInt8]) -> Void) {
        var bytes: [UInt8] = []
        line(&bytes)
        written.withLock { $0.append(String(decoding: bytes, as: UTF8.self)) }
    }

    var lines: [String] { written.withLock { $0 } }
}

/// One answer, read.
struct TestAnswer: Sendable {
    let status: Int
    let headers: HTTPFields
    let text: String

    /// Null when the body is not JSON.
    var json: JSONValue { (try? JSONValue(parsing: Array(text.utf8))) ?? .null }
    var code: String? { json["code"]?.string }
}

import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

/// One connection to a real port, with patience for a machine on which many tests begin at once.
struct PatientClient: Sendable {
    private let connection: TestClient

    static func on(_ port: Int?, _ body: @escaping @Sendable (PatientClient) async throws -> Void) async throws {
        let configuration = TestClient.Configuration(timeout: .seconds(180))
        try await TestClient.withClient(host: "127.0.0.1", port: try #require(port), configuration: configuration) { connection in
            try await body(PatientClient(connection: connection))
        }
    }

    func execute(
        uri: String, method: HTTPRequest.Method, headers: HTTPFields = [:], body: ByteBuffer? = nil
    ) async throws -> TestAnswer {
        let response = try await connection.execute(
            TestClient.Request(uri, method: method, authority: "localhost", headers: headers, body: body))
        return TestAnswer(
            status: response.status.code, headers: response.head.headerFields, text: response.body.map { String(buffer: $0) } ?? "")
    }
}

import Gateway
import MCP
import Synchronization

/// An upstream that notes what reaches it.
final class FakeUpstream: Upstream {
    private let seen = Mutex<[UpstreamRequest]>([])
    private let answer: @Sendable (UpstreamRequest) async throws -> UpstreamAnswer

    init(answer: @escaping @Sendable (UpstreamRequest) async throws -> UpstreamAnswer) {
        self.answer = answer
    }

    var requests: [UpstreamRequest] { seen.withLock { $0 } }

    func send(_ request: UpstreamRequest) async throws -> UpstreamAnswer {
        seen.withLock { $0.append(request) }
        return try await answer(request)
    }

    func close() async {}
}

func json(_ text: String) throws -> JSONText {
    try JSONText(parsing: Array(text.utf8))
}

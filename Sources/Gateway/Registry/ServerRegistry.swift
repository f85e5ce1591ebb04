import API
import Foundation
import Logging
import Synchronization

/// The tenant's servers as the service last told them.
///
/// When the service is away the last answer stands: it opens nothing, because every call still needs a decision.
final class ServerRegistry: Sendable {
    private struct State {
        var servers: [String: ServerEntry]?
        var refreshedAt: Date?
    }

    /// A name that is not known is looked up at most this often.
    static let missInterval: TimeInterval = 1

    private let service: any AuthorizationService
    private let now: @Sendable () -> Date
    private let logger: Logger
    private let state = Mutex(State())

    init(service: any AuthorizationService, now: @escaping @Sendable () -> Date, logger: Logger) {
        self.service = service
        self.now = now
        self.logger = logger
    }

    var isLoaded: Bool { state.withLock { $0.servers != nil } }

    var servers: [ServerEntry] { state.withLock { Array(($0.servers ?? [:]).values) } }

    /// A server that was registered a moment ago is found as well.
    func server(_ name: String) async -> ServerEntry? {
        if let server = state.withLock({ $0.servers?[name] }) { return server }
        guard claimRefresh() else { return nil }
        await refresh()
        return state.withLock { $0.servers?[name] }
    }

    func refresh() async {
        do {
            let servers = try await service.servers().map(ServerEntry.init)
            state.withLock {
                $0.servers = Dictionary(servers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
                $0.refreshedAt = now()
            }
        } catch {
            logger.warning("the list of servers could not be fetched", metadata: ["cause": "\(error)"])
        }
    }

    private func claimRefresh() -> Bool {
        let time = now()
        return state.withLock { state in
            if let last = state.refreshedAt, abs(time.timeIntervalSince(last)) < Self.missInterval { return false }
            state.refreshedAt = time
            return true
        }
    }
}

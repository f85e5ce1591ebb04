import API
import Foundation
import Hummingbird
import Logging
import NIOCore

/// What belongs to one request from its first byte to its line in the log.
struct Exchange: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The caller's id when it is acceptable, else one made here; in the answer, the log and the audit.
    var requestID: String
    let receivedAt: ContinuousClock.Instant
    /// The turns of its tenant, in which the request is worked on; nil where there is none.
    var turns: TenantTurns?
    private let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        requestID = ""
        receivedAt = ContinuousClock.now
        channel = source.channel
    }

    /// The address at the other end of the connection.
    var remote: String {
        channel.remoteAddress?.ipAddress ?? ""
    }

    /// Calls `action` once when the caller hangs up.
    func onHangUp(_ action: @escaping @Sendable () -> Void) {
        HangUpWatcher.watch(channel, action)
    }

    /// Ends the connection: for a caller that only wants to hold it open.
    func close() {
        channel.close(promise: nil)
    }

    /// The path template the router found; nil when there is none.
    var path: Path? {
        endpointPath.flatMap { Path.named[$0] }
    }

    /// A segment of the path, percent-decoded; nil is a segment that is not UTF-8.
    func segment(_ name: String) -> String? {
        parameters.get(name).flatMap { $0.contains("%") ? $0.removingPercentEncoding : $0 }
    }
}

extension Path {
    static let named: [String: Path] = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })
}

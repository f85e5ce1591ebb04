package import API
package import Client
package import Logging
import Synchronization

/// One upstream for each registered server, made when it is first called and again when its registration changed.
package final class UpstreamPool: Sendable {
    private struct Held {
        let registration: UpstreamBody
        let upstream: any Upstream
    }

    private let make: @Sendable (_ server: String, UpstreamBody) -> any Upstream
    private let held = Mutex<[String: Held]>([:])

    package init(make: @escaping @Sendable (_ server: String, UpstreamBody) -> any Upstream) {
        self.make = make
    }

    /// Upstreams over the network and over processes. The transport has to bound the silence inside a body (`idleTimeout`).
    package convenience init(transport: any Transport, settings: GatewaySettings, logger: Logger) {
        self.init { server, registration in
            let environment = UpstreamEnvironment(server: server, environment: settings.environment)
            return switch registration {
            case .http(let url):
                HTTPUpstream(
                    endpoint: HTTPEndpoint(
                        url: url, credential: environment.token, transport: transport, timeout: settings.upstreamTimeout,
                        callLimit: settings.callLimit))
            case .stdio(let command):
                ProcessUpstream(
                    launch: ProcessLaunch(
                        server: server, command: command, environment: environment.process, allowedCommands: settings.allowedCommands),
                    timeout: settings.upstreamTimeout, logger: logger)
            }
        }
    }

    func upstream(of server: ServerEntry) -> any Upstream {
        let (upstream, replaced) = held.withLock { held in
            if let known = held[server.name], known.registration == server.upstream { return (known.upstream, (any Upstream)?.none) }
            let replaced = held[server.name]?.upstream
            let upstream = make(server.name, server.upstream)
            held[server.name] = Held(registration: server.upstream, upstream: upstream)
            return (upstream, replaced)
        }
        if let replaced { Task { await replaced.close() } }
        return upstream
    }

    /// Ends the upstreams of servers that are not registered any more.
    func keep(_ servers: [ServerEntry]) async {
        let names = Set(servers.map(\.name))
        let gone = held.withLock { held in
            let gone = held.filter { !names.contains($0.key) }
            for name in gone.keys { held[name] = nil }
            return gone.values.map(\.upstream)
        }
        for upstream in gone { await upstream.close() }
    }
}

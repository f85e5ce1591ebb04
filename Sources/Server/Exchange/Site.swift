import API
import HTTPTypes
import Hummingbird
import Store

/// The endpoints of one listener, by path and method.
///
/// Beside the router's own tree it keeps which methods a path has: for 405 with `Allow`, for `OPTIONS`, and for the test that holds the
/// documentation against it.
struct Site {
    typealias Handler = @Sendable (Request, Exchange) async throws -> Response

    private let router = Router(context: Exchange.self, options: [.autoGenerateHeadEndpoints])
    private(set) var table = RouteTable()
    /// Where requests of tenants are worked on; nil is where everything else is.
    private let workers: WorkerPool?
    /// Whose store an id is, where that is known.
    private let owner: @Sendable (_ store: String) -> TenantID?

    init(workers: WorkerPool? = nil, ownerOfStore owner: @escaping @Sendable (_ store: String) -> TenantID? = { _ in nil }) {
        self.workers = workers
        self.owner = owner
    }

    mutating func on(_ method: HTTPRequest.Method, _ path: Path, _ handler: @escaping Handler) {
        router.on(RouterPath(path.template), method: method, use: inTurn(path, handler))
        table.add(method, path)
    }

    /// The same on the threads on which tenants take turns, for what belongs to a tenant.
    private func inTurn(_ path: Path, _ handler: @escaping Handler) -> Handler {
        guard let workers, let parameter = path.parameterNames.first(where: { $0 == "tenant" || $0 == "store" }) else { return handler }
        return { [owner] request, exchange in
            var exchange = exchange
            let name = exchange.segment(parameter) ?? ""
            let turns = TenantTurns(pool: workers, name: parameter == "store" ? owner(name)?.rawValue ?? name : name)
            exchange.turns = turns
            return try await turns.run { [exchange] in try await handler(request, exchange) }
        }
    }

    func responder() -> RouterResponder<Exchange> {
        router.buildResponder()
    }
}

/// Which methods each mounted path has.
struct RouteTable: Sendable {
    private(set) var methods: [Path: [HTTPRequest.Method]] = [:]
    private var segments: [(path: Path, segments: [Substring])] = []

    mutating func add(_ method: HTTPRequest.Method, _ path: Path) {
        if methods[path] == nil { segments.append((path, path.template.split(separator: "/"))) }
        methods[path, default: []].append(method)
    }

    /// The methods a path answers, for `Allow` (RFC 9110 §10.2.1).
    func allowed(at path: Path) -> String {
        var names = methods[path, default: []].map(\.rawValue)
        if names.contains("GET") { names.append("HEAD") }
        if path.isOpenToAllOrigins { names.append("OPTIONS") }
        return names.sorted().joined(separator: ", ")
    }

    /// The template that fits a path nobody answered: the most literal one, as the router would choose.
    func path(matching text: String) -> Path? {
        let parts = text.split(separator: "/")
        return
            segments
            .filter { $0.segments.count == parts.count && zip($0.segments, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 } }
            .min { $0.path.parameterNames.count < $1.path.parameterNames.count }?
            .path
    }
}

extension Path {
    /// Paths a program in any web page may call: what they hold is public, or needs a credential that a browser does not add by itself.
    /// Never the pages a person signs in and consents on.
    var isOpenToAllOrigins: Bool {
        switch self {
        case .authorizationServerMetadata, .openIDConfigurationAtRoot, .openIDConfigurationOfIssuer, .accessConfiguration,
            .storeAccessConfiguration, .jwks, .token, .revoke, .protectedResourceMetadata:
            true
        default: false
        }
    }
}

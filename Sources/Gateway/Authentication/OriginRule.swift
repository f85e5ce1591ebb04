import HTTPTypes

/// Which browser pages may call: a page elsewhere could be steered to an address it must not reach (DNS rebinding).
struct OriginRule: Sendable {
    private let allowed: Set<String>

    init(settings: GatewaySettings) {
        allowed = Set((settings.allowedOrigins + [Self.origin(of: settings.publicURL)]).map { $0.lowercased() })
    }

    /// A request without `Origin` does not come from a page.
    func accepts(_ headers: HTTPFields) -> Bool {
        headers[values: .origin].allSatisfy { allowed.contains($0.lowercased()) }
    }

    private static func origin(of url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return url }
        return String(url[..<scheme.upperBound] + url[scheme.upperBound...].prefix { $0 != "/" })
    }
}

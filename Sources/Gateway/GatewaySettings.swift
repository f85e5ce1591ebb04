/// What a gateway is told about where it stands.
package struct GatewaySettings: Sendable {
    package var tenant: String
    /// The issuer whose tokens are accepted, compared byte by byte.
    package var issuer: String
    /// The gateway's own base URL, without a slash at the end.
    package var publicURL: String
    /// Browser origins that may call besides the gateway's own.
    package var allowedOrigins: [String] = []
    /// The executables that may be started, as absolute paths.
    package var allowedCommands: [String] = []
    /// Where upstream credentials come from.
    package var environment: [String: String] = [:]
    package var decisionTimeout: Duration = .seconds(2)
    /// How long an upstream may take to begin its answer.
    package var upstreamTimeout: Duration = .seconds(120)
    /// How long one call may take in all, whatever progress it reports.
    package var callLimit: Duration = .seconds(900)
    package var registryInterval: Duration = .seconds(3)

    package init(tenant: String, issuer: String, publicURL: String) {
        self.tenant = tenant
        self.issuer = issuer
        self.publicURL = publicURL
    }
}

import Foundation
import OAuth
import Store
import Tokens

/// What the endpoints of the service share.
struct Authority: Sendable {
    let store: Store
    let keys: KeyRing
    let authorizationServer: AuthorizationServer
    let bearers: BearerAuthenticator
    let baseURL: BaseURL
    let gatewayURL: BaseURL
    let metrics: Metrics
    /// Threads for the requests of tenants.
    let workers = WorkerPool()
    /// How long an answer may keep a thread that serves many connections, in milliseconds.
    let frontMilliseconds: Int
    let random: RandomSource
    let clock: @Sendable () -> Date

    func issuer(_ tenant: TenantID) -> String {
        authorizationServer.issuer(tenant)
    }

    /// Opens one stored key, so that a master key of another database stops the start and not the first token.
    func checkMasterKey() async throws {
        guard let tenant = try await store.tenants().first else { return }
        do {
            _ = try await keys.keys(tenant.id)
        } catch {
            throw InvalidConfiguration(
                "the master key does not open the keys in this data directory: give the one they were sealed under, with "
                    + "`--master-key-file` or `\(ServiceSetting.masterKey.environmentVariable)`")
        }
    }
}

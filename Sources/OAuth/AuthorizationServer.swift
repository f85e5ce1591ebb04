package import Foundation
package import Store
package import Tokens

/// The authorization server of every tenant: typed requests in, typed answers or `OAuthError` out, no HTTP.
///
/// Each endpoint is an extension in a folder of its own.
package struct AuthorizationServer: Sendable {
    package struct Lifetimes: Sendable {
        package var authorizationCode: TimeInterval = 60
        package var accessToken: TimeInterval = 600
        package var refreshToken: TimeInterval = 30 * 86_400
        package var session: TimeInterval = 8 * 3600

        package init() {}
    }

    let store: Store
    package let keys: KeyRing
    let baseURL: String
    let clock: @Sendable () -> Date
    let random: RandomSource
    let lifetimes: Lifetimes
    let throttle = SignInThrottle()
    let passwords: PasswordChecker

    package init(
        store: Store, keys: KeyRing, baseURL: String, clock: @escaping @Sendable () -> Date, random: RandomSource,
        lifetimes: Lifetimes = Lifetimes()
    ) {
        self.store = store
        self.keys = keys
        self.baseURL = baseURL
        self.clock = clock
        self.random = random
        self.lifetimes = lifetimes
        passwords = PasswordChecker(random: random)
    }

    /// The issuer identifier; compared byte for byte by everybody, so it is made in this one place.
    package func issuer(_ tenant: TenantID) -> String { "\(baseURL)/t/\(tenant)" }

    /// Turns a failure of the store into the one answer a client may read.
    func stored<Value>(_ body: () async throws -> Value) async throws(OAuthError) -> Value {
        do {
            return try await body()
        } catch let error as OAuthError {
            throw error
        } catch {
            throw OAuthError(.serverError, "something went wrong; try again", detail: "\(error)")
        }
    }
}

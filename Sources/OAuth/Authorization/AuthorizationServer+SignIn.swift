import Foundation
package import Store
import Tokens

extension AuthorizationServer {
    enum SignInResult {
        case signedIn(BrowserSession)
        case wrong
        case throttled
        case busy
    }

    /// Checks name and password and opens a session with a new secret, whatever the browser had before (against session fixation).
    func verify(_ tenant: TenantID, name: String, password: Secret) async -> SignInResult {
        let now = clock()
        guard throttle.allows(tenant, name: String(name.prefix(128)), now: now) else { return .throttled }
        let userName = try? UserName(name)
        var user: User?
        if let userName {
            guard let found = try? await store.user(tenant, userName) else {
                return await wrong(tenant, name, password)
            }
            user = found
        }
        do throws(PasswordChecker.Busy) {
            let hash = user?.disabledAt == nil ? user?.passwordHash : nil
            guard try await passwords.check(password, against: hash), let user else {
                throttle.recordFailure(tenant, name: String(name.prefix(128)), now: now)
                return .wrong
            }
            return await openSession(tenant, user.name)
        } catch {
            return .busy
        }
    }

    private func wrong(_ tenant: TenantID, _ name: String, _ password: Secret) async -> SignInResult {
        _ = try? await passwords.check(password, against: nil)
        throttle.recordFailure(tenant, name: String(name.prefix(128)), now: clock())
        return .wrong
    }

    private func openSession(_ tenant: TenantID, _ user: UserName) async -> SignInResult {
        let now = clock()
        guard let secret = try? random.token("cardea_session_") else { return .busy }
        let session = Session(
            idHash: sha256(secret), userName: user, authenticatedAt: now, expiresAt: now.addingTimeInterval(lifetimes.session))
        do {
            try await store.createSession(tenant, session)
        } catch {
            return .busy
        }
        return .signedIn(BrowserSession(secret: secret, session: session))
    }

    /// The session behind a cookie, if there is one that is good.
    package func browser(_ tenant: TenantID, cookie: String?) async -> BrowserSession? {
        guard let cookie, cookie.utf8.count <= 200 else { return nil }
        let secret = Secret(cookie)
        guard let session = try? await store.session(tenant, idHash: sha256(secret), now: clock()) else { return nil }
        return BrowserSession(secret: secret, session: session)
    }
}

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
    ///
    /// A name that nobody has, one that nobody could have and a disabled user take the same way as a wrong password, in the same time.
    func verify(_ tenant: TenantID, name: String, password: Secret) async -> SignInResult {
        let counted = String(name.prefix(128))
        guard throttle.begin(tenant, name: counted, now: clock()) else { return .throttled }
        let user = try? await enabledUser(tenant, name)
        do throws(PasswordChecker.Busy) {
            guard try await passwords.check(password, against: user?.passwordHash), let user else { return .wrong }
            throttle.withdraw(tenant, name: counted)
            return await openSession(tenant, user.name)
        } catch {
            throttle.withdraw(tenant, name: counted)
            return .busy
        }
    }

    private func enabledUser(_ tenant: TenantID, _ name: String) async throws -> User? {
        guard let user = try await store.user(tenant, try UserName(name)), user.disabledAt == nil else { return nil }
        return user
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

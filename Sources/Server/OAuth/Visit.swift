import API
import HTTPTypes
import Hummingbird
import OAuth
import Pages
import Store

/// What a page is to show.
enum PageContent {
    case error(String)
    case signIn(AuthorizationRequest, user: String, problem: String?)
    case consent(AuthorizationRequest, BrowserSession)
}

/// One request of a person's browser at a tenant's pages.
struct Visit: Sendable {
    let tenant: Tenant
    let browser: BrowserSession?
    let baseURL: BaseURL
    let requestID: String

    /// Forms are taken from our own pages only; a browser that names no origin is held by the cookie's `SameSite` and the form's token.
    func isFromHere(_ request: Request) -> Bool {
        let origins = request.headers[values: .origin]
        return origins.allSatisfy { $0 == baseURL.origin }
    }

    func answer(_ outcome: AuthorizationOutcome, browser: BrowserSession?, user: String = "") -> Response {
        switch outcome {
        case .showError(let text): page(.error(text))
        case .signIn(let request, let problem): page(.signIn(request, user: user, problem: problem))
        case .askConsent(let request, _):
            browser.map { page(.consent(request, $0)) } ?? page(.signIn(request, user: user, problem: nil))
        case .redirect(let location): Answer.seeOther(location)
        }
    }

    func page(_ content: PageContent, status: HTTPResponse.Status? = nil) -> Response {
        switch content {
        case .error(let message):
            return Answer.page(ErrorPage(message: message, requestID: requestID).html, status: status ?? .badRequest)
        case .signIn(let request, let user, let problem):
            let page = SignInPage(
                tenant: tenant.displayName, client: request.client.displayName, action: path(.signIn), carried: request.carried, user: user,
                problem: problem)
            return Answer.page(page.html, status: status ?? .ok, redirectOrigin: request.redirectOrigin)
        case .consent(let request, let browser):
            let page = ConsentPage(
                tenant: tenant.displayName, client: request.client.displayName, clientID: request.client.id.rawValue,
                user: browser.session.userName.rawValue, resource: request.resource, redirectOrigin: request.redirectOrigin,
                scopes: request.scope.map(OAuth.Scope.meaning), action: path(.consent), formToken: browser.formToken(for: request),
                carried: request.carried)
            return Answer.page(page.html, status: status ?? .ok, redirectOrigin: request.redirectOrigin)
        }
    }

    private func path(_ path: Path) -> String {
        path.filled(tenant.id.rawValue)
    }
}

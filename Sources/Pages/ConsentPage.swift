/// Where a person agrees to what a client may do, or does not.
package struct ConsentPage: Sendable {
    package let tenant: String
    package let client: String
    package let clientID: String
    package let user: String
    package let resource: String
    package let redirectOrigin: String
    package let scopes: [String]
    package let action: String
    package let formToken: String
    package let carried: [(name: String, value: String)]

    package init(
        tenant: String, client: String, clientID: String, user: String, resource: String, redirectOrigin: String, scopes: [String],
        action: String, formToken: String, carried: [(name: String, value: String)]
    ) {
        self.tenant = tenant
        self.client = client
        self.clientID = clientID
        self.user = user
        self.resource = resource
        self.redirectOrigin = redirectOrigin
        self.scopes = scopes
        self.action = action
        self.formToken = formToken
        self.carried = carried
    }

    /// Any program on the computer could be behind such an address, whatever it calls itself.
    private static let onThisComputer: HTML =
        "<p>The answer goes to a program on your own computer. Go on only if you have just started it.</p>"

    private var isOnThisComputer: Bool {
        ["http://localhost", "http://127.0.0.1", "http://[::1]"].contains { redirectOrigin == $0 || redirectOrigin.hasPrefix("\($0):") }
    }

    package var html: HTML {
        let name = DisplayText.name(client)
        let meanings: [HTML] = scopes.map { "<li>\(DisplayText.name($0))</li>" }
        return Layout.page(
            title: "Allow \(name)?",
            """
            <h1>Allow \(name)?</h1>
            <p class="quiet">You are signed in to \(DisplayText.name(tenant)) as \(DisplayText.name(user)).</p>
            <dl>
            <div><dt>The application</dt><dd>\(name) (\(DisplayText.name(clientID)))</dd></div>
            <div><dt>may do this for you</dt><dd><ul>\(meanings)</ul></dd></div>
            <div><dt>at</dt><dd>\(resource)</dd></div>
            <div><dt>and you return to</dt><dd>\(redirectOrigin)</dd></div>
            </dl>
            \(isOnThisComputer ? Self.onThisComputer : "")
            <p class="quiet">Every call is still checked against your own permissions.</p>
            <form method="post" action="\(action)">
            \(Layout.hidden(carried))
            <input type="hidden" name="form_token" value="\(formToken)">
            <div class="buttons">
            <button class="primary" type="submit" name="decision" value="approve">Allow</button>
            <button type="submit" name="decision" value="deny">Do not allow</button>
            </div>
            </form>
            """)
    }
}

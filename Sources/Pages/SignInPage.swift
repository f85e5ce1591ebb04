/// Where a person says who they are.
package struct SignInPage: Sendable {
    package let tenant: String
    package let client: String
    package let action: String
    package let carried: [(name: String, value: String)]
    package let user: String
    package let problem: String?

    package init(
        tenant: String, client: String, action: String, carried: [(name: String, value: String)], user: String = "", problem: String? = nil
    ) {
        self.tenant = tenant
        self.client = client
        self.action = action
        self.carried = carried
        self.user = user
        self.problem = problem
    }

    package var html: HTML {
        let name = DisplayText.name(tenant)
        let complaint: HTML = problem.map { "<p class=\"bad\" role=\"alert\" id=\"problem\">\($0)</p>" } ?? ""
        let isWrong: HTML = problem == nil ? "" : " aria-invalid=\"true\" aria-describedby=\"problem\""
        return Layout.page(
            title: "Sign in to \(name)",
            """
            <h1>Sign in to \(name)</h1>
            <p class="quiet">to continue to \(DisplayText.name(client))</p>
            \(complaint)
            <form method="post" action="\(action)">
            \(Layout.hidden(carried))
            <label for="username">User name</label>
            <input type="text" id="username" name="username" value="\(String(user.prefix(128)))" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="128" required autofocus>
            <label for="password">Password</label>
            <input type="password" id="password" name="password" autocomplete="current-password" maxlength="1024" required\(isWrong)>
            <div class="buttons"><button class="primary" type="submit">Sign in</button></div>
            </form>
            """)
    }
}

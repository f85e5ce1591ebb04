/// What a person sees when there is nowhere safe to send them.
package struct ErrorPage: Sendable {
    package let message: String
    package let requestID: String

    package init(message: String, requestID: String) {
        self.message = message
        self.requestID = requestID
    }

    package var html: HTML {
        Layout.page(
            title: "This cannot go on",
            """
            <h1>This cannot go on</h1>
            <p>\(message)</p>
            <p class="quiet">Close this page and start again from the application. If it happens again, tell its makers this number: \(requestID)</p>
            """)
    }
}

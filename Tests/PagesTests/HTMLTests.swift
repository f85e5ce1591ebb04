import Testing

@testable import Pages

/// Text enters a page only escaped.
@Suite struct HTMLTests {
    @Test func `text that is interpolated is escaped`() {
        let text = "<script>alert('1')</script> & \"x\""
        let html: HTML = "<p title=\"\(text)\">\(text)</p>"
        let escaped = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;x&quot;"
        #expect(html.text == "<p title=\"\(escaped)\">\(escaped)</p>")
    }

    @Test func `HTML that is interpolated stays HTML, alone and in a list`() {
        let parts: [HTML] = ["<b>\("a<b")</b>", "<i>2</i>"]
        let html: HTML = "<p>\(parts)\(parts[1])</p>"
        #expect(html.text == "<p><b>a&lt;b</b><i>2</i><i>2</i></p>")
    }

    @Test func `text that was escaped once is escaped again as text`() {
        let html: HTML = "\("&lt;")"
        #expect(html.text == "&amp;lt;")
    }
}

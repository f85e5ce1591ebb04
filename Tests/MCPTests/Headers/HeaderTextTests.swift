import MCP
import Testing

@Suite struct HeaderTextTests {
    @Test(arguments: [
        ("getInvoice", "getInvoice"), ("=?base64?SGVsbG8=?=", "Hello"), ("=?base64?w6k=?=", "é"), ("=?base64??=", ""),
        ("=?base64?SGVsbG8=", "=?base64?SGVsbG8="), ("SGVsbG8=?=", "SGVsbG8=?="), ("=?BASE64?SGVsbG8=?=", "=?BASE64?SGVsbG8=?="),
        ("=?base64?=", "=?base64?="),
    ])
    func `a value is literal unless both markers are there`(value: String, meaning: String) {
        #expect(HeaderText.decoded(value) == meaning)
    }

    @Test(arguments: [
        "=?base64?SGVsbG8?=", "=?base64?SGVs bG8=?=", "=?base64?SGVsbG9=?=", "=?base64?SGVsbG8==?=", "=?base64?_-8=?=", "=?base64?====?=",
        "=?base64?/w==?=", "=?base64?=SGV?=",
    ])
    func `bad padding, bad characters and what is not utf-8 are refused`(value: String) {
        #expect(HeaderText.decoded(value) == nil)
    }

    @Test func `bytes that no header may carry are refused`() {
        #expect(HeaderText.decoded("é") == nil)
        #expect(HeaderText.decoded("a\u{7F}") == nil)
    }

    @Test(arguments: ["getInvoice", "é", " a", "a ", "=?base64?x?=", "", "a\nb", "\u{1F600}"])
    func `what is encoded is decoded`(value: String) {
        #expect(HeaderText.decoded(HeaderText.encoded(value)) == value)
    }
}

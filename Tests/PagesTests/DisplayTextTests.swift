import Testing

@testable import Pages

/// Names from outside are made fit to be shown.
@Suite struct DisplayTextTests {
    @Test(arguments: [
        ("Claude\u{202E}txt.exe", "Claudetxt.exe"), ("a\u{200B}b\u{200D}c\u{FEFF}", "abc"), ("a\u{2066}b\u{2069}", "ab"),
        ("line\nbreak\r\u{0}\u{7F}", "linebreak"), ("\u{2028}x\u{2029}", "x"), ("\u{E000}p", "p"), ("Ünïcode 名前", "Ünïcode 名前"),
        ("a\u{061C}\u{200E}\u{200F}b", "ab"), ("tag\u{E0041}", "tag"),
    ])
    func `what reorders or hides text is taken out`(text: String, shown: String) {
        #expect(DisplayText.name(text) == shown)
    }

    @Test func `a long name is cut`() {
        let shown = DisplayText.name(String(repeating: "x", count: 10_000))
        #expect(shown == String(repeating: "x", count: 79) + "…")
        #expect(DisplayText.name(String(repeating: "x", count: 80)).count == 80)
    }

    @Test func `one character made of ten thousand is cut too`() {
        let shown = DisplayText.name("a" + String(repeating: "\u{0301}", count: 10_000))
        #expect(shown.unicodeScalars.count <= 80)
    }

    @Test func `invisible characters do not use up the length`() {
        #expect(DisplayText.name(String(repeating: "\u{200B}", count: 500) + "name") == "name")
    }
}

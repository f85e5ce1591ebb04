import MCP
import Testing

@testable import Gateway

@Suite struct ResourceTemplateTests {
    @Test(arguments: [
        ("billing/invoice/{invoiceId}", #"{"invoiceId":"INV-1"}"#, "billing/invoice/INV-1"),
        ("{a}/{b}", #"{"a":1,"b":"x_y.z"}"#, "1/x_y.z"),
        ("everything", "{}", "everything"), ("n/{n}", #"{"n":-5}"#, "n/-5"),
    ])
    func `places are filled from arguments`(template: String, arguments: String, id: String) throws {
        #expect(try ResourceTemplate(parsing: template).filled(from: try json(arguments)) == id)
    }

    @Test(arguments: ["", "{", "a/{", "a/}", "a/{}", "a/{b", "a/{b{c}}", "}{"])
    func `a template that cannot be understood is refused`(template: String) {
        #expect(throws: ResourceTemplate.Malformed.self) { try ResourceTemplate(parsing: template) }
    }

    @Test func `a long argument is refused`() throws {
        let template = try ResourceTemplate(parsing: "{a}")
        let long = String(repeating: "a", count: 129)
        #expect(throws: ResourceTemplate.Unfillable.self) { try template.filled(from: try json(#"{"a":"\#(long)"}"#)) }
        #expect(throws: ResourceTemplate.Unfillable.self) { try template.filled(from: nil) }
    }
}

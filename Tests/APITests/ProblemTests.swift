import API
import Foundation
import Testing

@Suite struct `Problems` {
    @Test func `a problem has every member`() throws {
        let problem = Problem(
            .alreadyExists, "the tenant `acme` already exists", timestamp: Date(timeIntervalSince1970: 0), requestID: "r-1")
        let text = #"""
            {"code":"already_exists","detail":"the tenant `acme` already exists","message":"the tenant `acme` already exists",
            "request_id":"r-1","status":409,"timestamp":"1970-01-01T00:00:00.000Z","title":"it already exists",
            "type":"urn:cardea:problem:already_exists"}
            """#
        #expect(String(decoding: try Wire.encode(problem), as: UTF8.self) == text.replacing("\n", with: ""))
        #expect(try Wire.decode(Problem.self, from: try Wire.encode(problem)) == problem)
    }

    @Test(arguments: ErrorCode.allCases)
    func `a code is a stable word with a status and a title`(code: ErrorCode) {
        #expect(code.rawValue.allSatisfy { $0 == "_" || $0.isLowercase && $0.isASCII })
        #expect((400...599).contains(code.status))
        #expect(!code.title.isEmpty && !code.title.hasSuffix("."))
    }

    @Test func `a code of a newer service is kept as text`() throws {
        var problem = Problem(.internalError, "x", timestamp: Date(timeIntervalSince1970: 0), requestID: "r")
        problem.code = "from_the_future"
        let decoded = try Wire.decode(Problem.self, from: try Wire.encode(problem))
        #expect(decoded.code == "from_the_future" && decoded.knownCode == nil)
    }

    @Test(arguments: [
        ("abc-1_2.3", true), ("Root=1-67891233-abc", true), ("req/1:2+3== \"x\"", true), (String(repeating: "a", count: 512), true),
        ("", false), ("a\nb", false), ("a\tb", false), ("a\u{7F}", false), (String(repeating: "a", count: 513), false), ("é", false),
    ])
    func `a request id is any printable text, and no line of a log`(id: String, acceptable: Bool) {
        #expect(RequestID.isAcceptable(id) == acceptable)
    }
}

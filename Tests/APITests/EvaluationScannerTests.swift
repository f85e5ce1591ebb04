import Testing

@testable import API

/// What the scanner takes has to be what the parser reads; what it does not take is the parser's.
struct EvaluationScannerTests {
    private static let usual = [
        #"{"subject":{"type":"user","id":"anne"},"action":{"name":"view"},"resource":{"type":"doc","id":"1"}}"#,
        #" { "resource" : { "id" : "1" , "type" : "doc" } , "action" : { "name" : "view" } , "subject" : { "id":"a","type":"user"} } "#,
        #"{"subject":{"type":"user","id":"a"},"action":{"name":"v"},"resource":{"type":"d","id":"1"},"context":{}}"#,
        #"{"subject":{"type":"user","id":"a"},"action":{"name":"v"},"resource":{"type":"d","id":"1"},"context":{"agent":"x","subject_token":"t"}}"#,
    ]

    private static let unusual = [
        "", "{}", "[]", "{", #"{"subject":{}}"#, #"{"subject":{"type":"user","id":"anne"}}"#,
        #"{"subject":{"type":"user","id":"a","id":"b"},"action":{"name":"v"},"resource":{"type":"d","id":"1"}}"#,
        #"{"subject":{"type":"user","id":"a"},"subject":{"type":"user","id":"b"},"action":{"name":"v"},"resource":{"type":"d","id":"1"}}"#,
        #"{"subject":{"type":"user","id":"a\u0041"},"action":{"name":"v"},"resource":{"type":"d","id":"1"}}"#,
        #"{"subject":{"type":"user","id":"é"},"action":{"name":"v"},"resource":{"type":"d","id":"1"}}"#,
        #"{"subject":{"type":"user","id":7},"action":{"name":"v"},"resource":{"type":"d","id":"1"}}"#,
        #"{"subject":{"type":"user","id":null},"action":{"name":"v"},"resource":{"type":"d","id":"1"}}"#,
        #"{"subject":{"type":"user","id":"a","properties":{"x":1}},"action":{"name":"v"},"resource":{"type":"d","id":"1"}}"#,
        #"{"subject":{"type":"user","id":"a"},"action":{"name":"v"},"resource":{"type":"d","id":"1"},"more":1}"#,
        #"{"subject":{"type":"user","id":"a"},"action":{"name":"v"},"resource":{"type":"d","id":"1"}} x"#,
        #"{"subject":{"type":"user","id":"a"},"action":{"name":"v"},"resource":{"type":"d","id":"1"},}"#,
        #"{"subject":{"type":"user","id":"a"},"action":{"name":"v"},"resource":{"type":"d","id":"1"},"context":{"time":"now"}}"#,
        #"{"subject":{"type":"user","id":"a"},"action":{"name":"v"},"resource":{"type":"d","id":"1"},"evaluations":[]}"#,
    ]

    private func parsed(_ text: [UInt8]) -> EvaluationRequest? {
        guard let json = try? JSONValue(parsing: text) else { return nil }
        return try? EvaluationRequest(json: json)
    }

    @Test(arguments: usual)
    func `the usual question is read without the parser, and as the parser reads it`(_ text: String) throws {
        let question = try #require(PlainEvaluations(one: Array(text.utf8))?.requests.first)
        #expect(question == parsed(Array(text.utf8)))
    }

    @Test(arguments: unusual)
    func `anything else is left to the parser`(_ text: String) {
        #expect(PlainEvaluations(one: Array(text.utf8)) == nil)
    }

    @Test
    func `whatever is changed, the two never read different questions`() {
        var state: UInt64 = 20_261_123
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let pieces = (Self.usual + Self.unusual).map { Array($0.utf8) }
        var taken = 0
        for _ in 0..<40_000 {
            var text = pieces[next(pieces.count)]
            for _ in 0..<next(4) where !text.isEmpty {
                switch next(3) {
                case 0: text[next(text.count)] = Array("{}[]\":,\\ ax1\u{1F}\u{7F}".utf8)[next(14)]
                case 1: text.remove(at: next(text.count))
                default:
                    let other = pieces[next(pieces.count)]
                    if !other.isEmpty { text.insert(other[next(other.count)], at: next(text.count)) }
                }
            }
            guard let question = PlainEvaluations(one: text)?.requests.first else { continue }
            taken += 1
            #expect(question == parsed(text), "\(String(decoding: text, as: UTF8.self))")
        }
        #expect(taken > 1_000)
    }

    @Test
    func `a batch of usual questions is completed with its defaults`() throws {
        let text =
            #"{"subject":{"type":"user","id":"a"},"action":{"name":"v"},"evaluations":[{"resource":{"type":"d","id":"1"}},{"action":{"name":"w"},"resource":{"type":"d","id":"2"}}]}"#
        let questions = try #require(PlainEvaluations(batch: Array(text.utf8))?.requests)
        #expect(questions.map(\.action.name) == ["v", "w"])
        #expect(questions.map(\.resource.id) == ["1", "2"])
        #expect(questions.allSatisfy { $0.subject.id == "a" })
        #expect(EvaluationScanner.questions(Array(text.utf8), limit: 2)?.count == 2)
        #expect(EvaluationScanner.questions(Array(text.utf8), limit: 1) == nil)
        let options = text.dropLast() + #","options":{"evaluations_semantic":"deny_on_first_deny"}}"#
        #expect(PlainEvaluations(batch: Array(options.utf8)) == nil)
        #expect(try EvaluationsRequest(parsing: Array(options.utf8)).semantic == .denyOnFirstDeny)
        #expect(try EvaluationsRequest(parsing: Array(text.utf8)).items == questions.map { .question($0) })
        let incomplete = #"{"action":{"name":"v"},"evaluations":[{"resource":{"type":"d","id":"1"}}]}"#
        #expect(PlainEvaluations(batch: Array(incomplete.utf8)) == nil)
    }
}

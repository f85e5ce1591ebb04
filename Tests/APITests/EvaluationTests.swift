import API
import Foundation
import Testing

@Suite struct `Access evaluations` {
    static let question = #"{"subject":{"type":"user","id":"anne"},"action":{"name":"read"},"resource":{"type":"doc","id":"1"}}"#

    static func parsed(_ text: String) throws -> EvaluationRequest {
        try EvaluationRequest(parsing: Array(text.utf8))
    }

    static func batch(_ text: String) throws -> EvaluationsRequest {
        try EvaluationsRequest(parsing: Array(text.utf8))
    }

    static func refusal(_ text: String) -> UndecodableBody? {
        do throws(UndecodableBody) {
            _ = try EvaluationRequest(parsing: Array(text.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test func `a question is read and unknown members are ignored`() throws {
        let text = #"""
            {"subject":{"type":"user","id":"anne","properties":{"role":"admin"},"x":1},"action":{"name":"read","properties":{"soft":true}},
            "resource":{"type":"doc","id":"1"},"context":{"subject_token":"t","agent":"agent:desktop","arguments":{"n":1},
            "resource":{"type":"resource","id":"invoice/1","action":"can_view"},"time":"noon"},"more":[]}
            """#
        let question = try Self.parsed(text)
        #expect(question.subject == EvaluationEntity(type: "user", id: "anne", properties: ["role": "admin"]))
        #expect(question.action == EvaluationAction(name: "read", properties: ["soft": true]))
        #expect(question.resource == EvaluationEntity(type: "doc", id: "1"))
        #expect(
            question.context
                == EvaluationContext(
                    subjectToken: SecretText("t"), agent: "agent:desktop",
                    resource: .init(type: "resource", id: "invoice/1", action: "can_view"), arguments: ["n": 1],
                    properties: ["time": "noon"]))
    }

    @Test(arguments: [
        (#"{"action":{"name":"read"},"resource":{"type":"doc","id":"1"}}"#, "the member `subject` of the evaluation is missing"),
        (
            #"{"subject":"user:anne","action":{"name":"read"},"resource":{"type":"doc","id":"1"}}"#,
            "the member `subject` of the evaluation has to be an object, not a string"
        ),
        (
            #"{"subject":{"type":"user"},"action":{"name":"read"},"resource":{"type":"doc","id":"1"}}"#,
            "the member `id` of `subject` is missing"
        ),
        (
            #"{"subject":{"type":"user","id":7},"action":{"name":"read"},"resource":{"type":"doc","id":"1"}}"#,
            "the member `id` of `subject` has to be a string, not a number"
        ),
        (
            #"{"subject":{"type":"user","id":"a"},"action":{},"resource":{"type":"doc","id":"1"}}"#,
            "the member `name` of `action` is missing"
        ),
        (
            #"{"subject":{"type":"user","id":"a"},"action":{"name":"r"},"resource":{"type":"doc","id":"1"},"context":[]}"#,
            "the member `context` of the evaluation has to be an object, not an array"
        ),
        (
            #"{"subject":{"type":"user","id":"a"},"action":{"name":"r"},"resource":{"type":"d","id":"1"},"context":{"resource":{"type":"x"}}}"#,
            "the member `id` of `context.resource` is missing"
        ),
        (#"[]"#, "an evaluation has to be an object, not an array"),
    ])
    func `a question that is not one is refused with its place`(text: String, message: String) {
        #expect(Self.refusal(text) == UndecodableBody(code: .invalidRequest, message: message))
    }

    @Test func `what the client encodes the service reads`() throws {
        let question = EvaluationRequest(
            subject: EvaluationEntity(type: "user", id: "anne"), action: EvaluationAction(name: "can_call"),
            resource: EvaluationEntity(type: "tool", id: "billing/getInvoice"),
            context: EvaluationContext(
                subjectToken: SecretText("jwt"), agent: "agent:desktop", resource: .init(type: "resource", id: "x", action: "can_view"),
                arguments: ["a": ["b": 1.5]], properties: ["ip": "::1"]))
        #expect(try EvaluationRequest(parsing: try Wire.encode(question)) == question)
        let batch = EvaluationsRequest([question, question], semantic: .denyOnFirstDeny)
        #expect(try EvaluationsRequest(parsing: try Wire.encode(batch)) == batch)
    }

    @Test func `an item of a batch replaces whole defaults`() throws {
        let batch = try Self.batch(
            #"""
            {"subject":{"type":"user","id":"anne","properties":{"a":1}},"action":{"name":"read"},"context":{"x":1},
            "evaluations":[{"resource":{"type":"doc","id":"1"}},
            {"resource":{"type":"doc","id":"2"},"subject":{"type":"user","id":"bob"},"context":{"y":2}}]}
            """#)
        guard case .question(let first) = batch.items[0], case .question(let second) = batch.items[1] else {
            Issue.record("both items are questions")
            return
        }
        #expect(first.subject.properties == ["a": 1] && first.context?.properties == ["x": 1] && first.resource.id == "1")
        #expect(second.subject == EvaluationEntity(type: "user", id: "bob") && second.context?.properties == ["y": 2])
        #expect(!batch.isSingle && batch.semantic == .executeAll)
    }

    @Test func `a bad item keeps its place and does not spoil the others`() throws {
        let batch = try Self.batch(#"{"evaluations":[\#(Self.question),{"subject":{"type":"user"}},7,\#(Self.question)]}"#)
        let isQuestion = batch.items.map { item in
            guard case .question = item else { return false }
            return true
        }
        #expect(isQuestion == [true, false, false, true])
    }

    @Test(arguments: ["", #","evaluations":[]"#, #","evaluations":null"#])
    func `without evaluations a batch is one question`(rest: String) throws {
        let batch = try Self.batch(Self.question.dropLast() + rest + "}")
        let question = try Self.parsed(Self.question)
        #expect(batch.isSingle && batch.items == [.question(question)])
    }

    @Test(arguments: [
        #"{"evaluations":{}}"#, #"{"evaluations":[{}],"options":{"evaluations_semantic":"maybe"}}"#, #"{"evaluations":[{}],"options":[]}"#,
        "{}",
    ])
    func `a batch that is not one is refused`(text: String) {
        #expect(throws: UndecodableBody.self) { try Self.batch(text) }
    }

    @Test func `a batch is bounded`() {
        let many = Array(repeating: Self.question, count: EvaluationsRequest.maximumCount + 1).joined(separator: ",")
        #expect { try Self.batch(#"{"evaluations":[\#(many)]}"#) } throws: { ($0 as? UndecodableBody)?.code == .tooManyItems }
    }

    @Test func `a decision is written in the words of the specification`() throws {
        let response = EvaluationResponse(
            decision: false, context: .init(reason: .init(code: "denied", message: "no way"), decisionID: "d1", revision: 3))
        let text = #"{"context":{"decision_id":"d1","reason":{"code":"denied","message":"no way"},"revision":3},"decision":false}"#
        #expect(String(decoding: try Wire.encode(response), as: UTF8.self) == text)
        #expect(try Wire.decode(EvaluationResponse.self, from: Array(#"{"decision":true}"#.utf8)) == EvaluationResponse(decision: true))
    }

    @Test(arguments: [
        EvaluationResponse(decision: true),
        EvaluationResponse(decision: false, context: .init(reason: nil, decisionID: nil, revision: nil)),
        EvaluationResponse(
            decision: false,
            context: .init(
                reason: .init(code: "a\"b", message: "\u{0}\u{1F}\n\r\t\\/ é 😀 \u{2028}"), decisionID: "d", revision: .max)),
    ])
    func `a decision that is written directly reads like an encoded one`(response: EvaluationResponse) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        #expect(try JSONDecoder().decode(EvaluationResponse.self, from: Data(Wire.encode(response))) == response)
        #expect(try JSONValue(parsing: Wire.encode(response)) == JSONValue(parsing: Array(encoder.encode(response))))
        let batch = EvaluationsResponse(evaluations: [response, response])
        #expect(try JSONValue(parsing: Wire.encode(batch)) == JSONValue(parsing: Array(encoder.encode(batch))))
        #expect(try JSONValue(parsing: Wire.encode(EvaluationsResponse(evaluations: []))) == ["evaluations": []])
    }

    @Test func `the configuration names the endpoints of the issuer`() throws {
        let text = String(decoding: try Wire.encode(AccessConfiguration(baseURL: "https://a", tenant: "acme")), as: UTF8.self)
        #expect(text.contains(#""policy_decision_point":"https://a/t/acme""#))
        #expect(text.contains(#""access_evaluations_endpoint":"https://a/t/acme/access/v1/evaluations""#))
    }
}

import API
import Foundation
import Testing

@Suite struct `Management bodies` {
    static func decoded<Body: ManagementBody>(_ type: Body.Type, _ text: String) throws -> Body {
        try Wire.decodeStrictly(type, from: Array(text.utf8))
    }

    static func refusal<Body: ManagementBody>(_ type: Body.Type, _ text: String) -> UndecodableBody? {
        do {
            _ = try Wire.decodeStrictly(type, from: Array(text.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test func `a tenant's creation is read`() throws {
        #expect(
            try Self.decoded(TenantCreation.self, #"{"id":"acme","display_name":"Acme"}"#)
                == TenantCreation(id: "acme", displayName: "Acme"))
        #expect(try Self.decoded(TenantCreation.self, #"{"id":"acme"}"#) == TenantCreation(id: "acme"))
    }

    @Test(arguments: [
        (#"{"id":"acme","displayname":"x"}"#, ErrorCode.unknownMember, "the member `displayname` is not known here"),
        (#"{}"#, .invalidRequest, "the member `id` is missing"),
        (#"{"id":7}"#, .invalidRequest, "the member `id` has the wrong type"),
        (#"{"id":null}"#, .invalidRequest, "the member `id` must not be null"),
        (#"{"id":"a","id":"b"}"#, .duplicateMember, "the member `id` is given twice"),
        (#"[]"#, .invalidRequest, "the body has to be an object, not an array"),
        (#""#, .malformedJSON, "not valid JSON at byte 0: the text ends where a value is expected"),
    ])
    func `a bad body is refused with a code and a place`(text: String, code: ErrorCode, message: String) {
        #expect(Self.refusal(TenantCreation.self, text) == UndecodableBody(code: code, message: message))
    }

    @Test(arguments: [
        (#"{"name":"b","upstream":{"type":"http","url":"u","x":1},"tools":[]}"#, "the member `upstream.x` is not known here"),
        (
            #"{"name":"b","upstream":{"type":"http","url":"u"},"tools":[{"name":"t"},{"nmae":"t"}]}"#,
            "the member `tools.1.nmae` is not known here"
        ),
        (
            #"{"name":"b","upstream":{"type":"http","url":"u"},"tools":[{"name":"t","resource":{"kind":"x"}}]}"#,
            "the member `tools.0.resource.kind` is not known here"
        ),
        (#"{"name":"b","upstream":{"type":"ftp"},"tools":[]}"#, "the member `upstream.type`: `ftp` is neither `http` nor `stdio`"),
        (
            #"{"name":"b","upstream":{"type":"http","url":"u","command":["x"]},"tools":[]}"#,
            "the member `upstream.command`: has no meaning beside the type `http`"
        ),
    ])
    func `a nested member is refused by its path`(text: String, message: String) {
        #expect(Self.refusal(ServerCreation.self, text)?.message == message)
    }

    @Test func `a server survives the wire`() throws {
        let creation = ServerCreation(
            name: "billing", upstream: .stdio(command: ["/bin/x", "y"]),
            tools: [ToolBody(name: "get", resource: ToolResourceBody(type: "resource", idTemplate: "invoice/{id}", action: "can_view"))])
        #expect(try Wire.decodeStrictly(ServerCreation.self, from: try Wire.encode(creation)) == creation)
        #expect(
            try Self.decoded(ServerCreation.self, #"{"name":"b","upstream":{"type":"http","url":"u"},"tools":[{"name":"t"}]}"#).tools[0]
                .enabled)
    }

    @Test func `a relationship is read from text and from an object`() throws {
        let changes = try Self.decoded(
            RelationshipChanges.self,
            #"""
            {"touch":["tool:x#caller@user:anne@acme.com",
            {"object":"role:r","relation":"assignee","subject":"group:g#member","condition":{"name":"c","context":{"n":1}},
            "expires_at":"2026-12-31T00:00:00Z"}],"delete":["a:b#c@user:*"]}
            """#)
        #expect(changes.touch[0] == RelationshipBody(object: "tool:x", relation: "caller", subject: "user:anne@acme.com"))
        #expect(changes.touch[1].condition == ConditionBody(name: "c", context: ["n": 1]))
        #expect(changes.touch[1].expiresAt == Date(timeIntervalSince1970: 1_798_675_200))
        #expect(changes.delete[0].subject == "user:*")
        #expect(try Wire.decodeStrictly(RelationshipChanges.self, from: try Wire.encode(changes)) == changes)
    }

    @Test(arguments: [
        (#"{"touch":["nonsense"]}"#, "the member `touch.0`: `nonsense` is not of the form `object#relation@subject`"),
        (#"{"touch":[{"object":"a:b","relation":"r","subject":"u:v","until":"x"}]}"#, "the member `touch.0.until` is not known here"),
        (
            #"{"touch":[{"object":"a:b","relation":"r","subject":"u:v","expires_at":"tomorrow"}]}"#,
            "the member `touch.0.expires_at`: `tomorrow` is not a time such as 2026-01-31T12:00:00Z"
        ),
        (#"{"remove":[]}"#, "the member `remove` is not known here"),
    ])
    func `a bad relationship is refused by its place`(text: String, message: String) {
        #expect(Self.refusal(RelationshipChanges.self, text)?.message == message)
    }

    @Test func `a context may have any members`() throws {
        let question = try Self.decoded(
            CheckQuestion.self, #"{"subject":"user:a","action":"x","resource":"r:1","context":{"any":{"thing":[1]}}}"#)
        #expect(question.context == ["any": ["thing": [1]]])
    }

    @Test func `a revocation has exactly one target`() throws {
        #expect(try Self.decoded(TokenRevocation.self, #"{"user":"anne"}"#) == .user("anne"))
        #expect(try Self.decoded(TokenRevocation.self, #"{"token_id":"t"}"#) == .tokenID("t"))
        #expect(try Self.decoded(TokenRevocation.self, #"{"grant_id":"g"}"#) == .grantID("g"))
        #expect(try Self.decoded(TokenRevocation.self, #"{"token":"secret"}"#) == .token(SecretText("secret")))
        #expect(Self.refusal(TokenRevocation.self, "{}") != nil)
        #expect(Self.refusal(TokenRevocation.self, #"{"user":"a","token_id":"b"}"#) != nil)
    }

    @Test func `a client's kind is one of three words`() throws {
        #expect(try Self.decoded(ClientCreation.self, #"{"id":"g","kind":"resource_server"}"#).kind == .resourceServer)
        #expect(Self.refusal(ClientCreation.self, #"{"id":"g","kind":"other"}"#)?.code == .invalidRequest)
    }

    @Test func `an answer with members of a newer version is read`() throws {
        let text = #"{"allowed":true,"decision":"allowed","code":"allowed","reason":"r","revision":7,"decision_id":"d","new":1}"#
        #expect(try Wire.decode(CheckAnswer.self, from: Array(text.utf8)).decisionID == "d")
    }

    @Test func `a secret is on the wire and nowhere else`() throws {
        let user = UserCreation(name: "anne", password: SecretText("hunter2"))
        #expect(String(decoding: try Wire.encode(user), as: UTF8.self).contains("hunter2"))
        var dumped = ""
        dump(user, to: &dumped)
        #expect(!"\(user)".contains("hunter2") && !String(reflecting: user).contains("hunter2") && !dumped.contains("hunter2"))
        #expect(SecretText("a") == SecretText("a") && SecretText("a") != SecretText("b") && SecretText("a") != SecretText("ab"))
    }

    @Test func `times have milliseconds and are in UTC`() throws {
        let date = Date(timeIntervalSince1970: 1_767_225_600.25)
        #expect(Wire.text(of: date) == "2026-01-01T00:00:00.250Z")
        #expect(Wire.date(from: "2026-01-01T00:00:00.250Z") == date)
        #expect(Wire.date(from: "2026-01-01T01:00:00+01:00") == Date(timeIntervalSince1970: 1_767_225_600))
        #expect(Wire.date(from: "yesterday") == nil)
    }

    @Test func `queries leave out what is not set`() {
        #expect(AuditQuery().parameters.isEmpty)
        #expect(formEncoded(AuditQuery(kind: "decision", requestID: "r", limit: 5).parameters) == "kind=decision&request_id=r&limit=5")
        #expect(formEncoded(RelationshipQuery(subject: "user:a", after: "c").parameters) == "subject=user%3Aa&after=c")
    }
}

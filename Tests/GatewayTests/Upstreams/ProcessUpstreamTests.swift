import API
import Logging
import MCP
import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(1))) struct ProcessUpstreamTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// A server in a few lines of shell: it answers its requests in their order, which are numbered from one.
    private func upstream(_ script: String, allowed: [String] = ["/bin/sh"], timeout: Duration = .seconds(10)) -> ProcessUpstream {
        ProcessUpstream(
            launch: ProcessLaunch(
                server: "notes", command: ["/bin/sh", "-c", script], environment: ["PATH": "/usr/bin:/bin"], allowedCommands: allowed),
            timeout: timeout, logger: Self.logger)
    }

    private static let stateless =
        #"read l; echo '{"jsonrpc":"2.0","id":1,"result":{"supportedVersions":["2026-07-28"],"capabilities":{}}}'; "#

    private func call(progressToken: String? = nil) throws -> UpstreamRequest {
        var request = UpstreamRequest(method: "tools/call", principal: "user:anne", requestID: "req-1")
        request.parameters = [("name", "listNotes")]
        if let progressToken { request.meta = try json(#"{"progressToken":\#(progressToken)}"#).members ?? [] }
        return request
    }

    private func text(_ message: UpstreamMessage) -> String {
        switch message {
        case .notification(let text), .result(let text), .failure(let text): text.description
        }
    }

    @Test func `a stateless process answers a call`() async throws {
        let upstream = upstream(
            Self.stateless + #"read l; echo noise; echo '{"jsonrpc":"2.0","id":2,"result":{"content":[]}}'; cat >/dev/null"#)
        #expect(text(try await upstream.send(try call()).last()) == #"{"content":[]}"#)
        await upstream.close()
    }

    @Test func `a process with a handshake is shaken hands with`() async throws {
        let upstream = upstream(
            #"read l; echo '{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"what?"}}'; "#
                + #"read l; echo '{"jsonrpc":"2.0","id":2,"result":{"protocolVersion":"2025-11-25"}}'; read l; case "$l" in *initialized*) ;; *) exit 1;; esac; "#
                + #"read l; echo '{"jsonrpc":"2.0","id":3,"result":{"ok":true}}'; cat >/dev/null"#)
        #expect(text(try await upstream.send(try call()).last()) == #"{"ok":true}"#)
        await upstream.close()
    }

    @Test func `progress comes back under the caller's own token`() async throws {
        let upstream = upstream(
            Self.stateless
                + #"read l; echo '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":2,"progress":0.50}}'; "#
                + #"echo '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"mine","progress":9}}'; "#
                + #"echo '{"jsonrpc":"2.0","id":2,"result":{}}'; cat >/dev/null"#)
        var seen: [String] = []
        guard case .stream(let run) = try await upstream.send(try call(progressToken: "\"mine\"")) else {
            Issue.record("not a stream")
            return
        }
        try await run { seen.append(text($0)) }
        #expect(seen == [#"{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"mine","progress":0.50}}"#, "{}"])
        await upstream.close()
    }

    @Test func `a process that ends fails its calls and is not started again at once`() async throws {
        let upstream = upstream(Self.stateless + "read l; exit 3")
        await #expect(throws: UpstreamFailure.ended) { try await upstream.send(try call()) }
        try await Task.sleep(for: .milliseconds(50))
        await #expect(throws: UpstreamFailure.self) { try await upstream.send(try call()) }
        await upstream.close()
    }

    @Test func `a process that says nothing runs out of time`() async throws {
        let upstream = upstream(Self.stateless + "cat >/dev/null", timeout: .milliseconds(200))
        await #expect(throws: UpstreamFailure.timedOut) { try await upstream.send(try call()) }
        await upstream.close()
    }

    @Test func `a process that closes its standard error goes on`() async throws {
        let upstream = upstream(
            "exec 2>&-; sleep 0.2; " + Self.stateless + #"read l; echo '{"jsonrpc":"2.0","id":2,"result":{}}'; cat >/dev/null"#)
        #expect(text(try await upstream.send(try call()).last()) == "{}")
        await upstream.close()
    }

    @Test(arguments: ["sleep 60", "exec >&-; sleep 60"])
    func `a process that ignores the end of its input and SIGTERM is killed`(end: String) async throws {
        let upstream = upstream("trap '' TERM; " + Self.stateless + #"read l; echo '{"jsonrpc":"2.0","id":2,"result":{}}'; "# + end)
        _ = try await upstream.send(try call()).last()
        let start = ContinuousClock.now
        await upstream.close()
        // Waiting for it to end by itself would take a minute.
        #expect(start.duration(to: .now) < .seconds(55))
    }

    @Test func `only a command of the list is started`() async throws {
        for allowed in [[], ["/bin/s"], ["/bin/sh "], ["sh"], ["/bin/../bin/sh"]] {
            let upstream = upstream("true", allowed: allowed)
            await #expect(throws: UpstreamFailure.notAllowed("/bin/sh")) { try await upstream.send(try call()) }
        }
    }

    @Test func `a process gets its own variables and none of the gateway's secrets`() {
        let environment = UpstreamEnvironment(
            server: "my-notes",
            environment: [
                "PATH": "/bin", "CARDEA_CLIENT_SECRET": "s", "CARDEA_UPSTREAM_MY_NOTES_API_KEY": "k", "CARDEA_UPSTREAM_BILLING_TOKEN": "t",
                "CARDEA_UPSTREAM_MY_NOTES_TOKEN": "own",
            ])
        #expect(environment.process == ["PATH": "/bin", "API_KEY": "k", "TOKEN": "own"])
        #expect(environment.token?.exposed == "own")
        #expect(UpstreamEnvironment(server: "my", environment: ["CARDEA_UPSTREAM_MY_TOKEN": "t"]).token?.exposed == "t")
    }

    @Test func `what waits for one process is bounded`() throws {
        let conversation = ProcessConversation()
        for _ in 0..<ProcessConversation.waitingLimit { _ = try conversation.request { _, _ in [] } }
        #expect(throws: UpstreamFailure.busy) { try conversation.request { _, _ in [] } }
        conversation.close()
        #expect(throws: UpstreamFailure.ended) { try conversation.request { _, _ in [] } }
    }

    @Test(arguments: ["", "{", "[]", "7", #"{"jsonrpc":"2.0","id":99,"result":{}}"#, #"{"jsonrpc":"2.0","id":"1","result":{}}"#])
    func `lines that answer nothing disturb nothing`(line: String) async throws {
        let conversation = ProcessConversation()
        let (id, messages) = try conversation.request { _, _ in [] }
        conversation.receive(Array(line.utf8))
        conversation.receive(Array(#"{"jsonrpc":"2.0","id":\#(id),"result":{"mine":1}}"#.utf8))
        var seen: [String] = []
        for try await message in messages { seen.append(text(message)) }
        #expect(seen == [#"{"mine":1}"#])
    }
}

import API
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOEmbedded
import Store
import Testing

@testable import Server

/// What every answer has, whatever it answers.
@Suite struct EntranceTests {
    @Test func `an acceptable request id comes back, another is replaced`() async throws {
        try await TestService.run { service in
            for good in ["Story_1.2-x", "with space", "Root=1-6789;x", String(repeating: "a", count: 512)] {
                let echoed = try await service.send(.get, "/nothing", as: nil, headers: .requestID(good))
                #expect(echoed.header("X-Request-ID") == good)
            }
            for bad in ["é", String(repeating: "a", count: 513)] {
                let replaced = try await service.send(.get, "/nothing", as: nil, headers: .requestID(bad))
                let id = try #require(replaced.header("X-Request-ID"))
                #expect(id != bad)
                #expect(RequestID.isAcceptable(id))
            }
        }
    }

    @Test func `a HEAD request is answered without content, also where there is nothing`() async throws {
        try await TestService.run { service in
            try await service.createTenant()
            for (path, status) in [("/nothing", 404), ("/t/acme/access/v1/evaluation", 405), ("/t/acme/jwks", 200)] {
                let answer = try await service.send(.head, path, as: nil)
                #expect(answer.status == status && answer.text.isEmpty, "\(path): \(answer.status) \(answer.text)")
                #expect(try #require(answer.header("Content-Length").flatMap { Int($0) }) > 0)
            }
        }
    }

    @Test func `ids made here differ`() async throws {
        try await TestService.run { service in
            let first = try await service.send(.get, "/nothing", as: nil).header("X-Request-ID")
            let second = try await service.send(.get, "/nothing", as: nil).header("X-Request-ID")
            #expect(first?.count == 32)
            #expect(first != second)
        }
    }

    @Test func `answers are not sniffed and not kept unless they say so`() async throws {
        try await TestService.run { service in
            try await service.createTenant()
            for path in ["/nothing", "/api/v1/tenants/acme", "/t/acme/authorize"] {
                let answer = try await service.get(path)
                #expect(answer.header("X-Content-Type-Options") == "nosniff")
                #expect(answer.header("Cache-Control") == "no-store")
                #expect(answer.header("Strict-Transport-Security") != nil)
            }
            let keys = try await service.send(.get, "/t/acme/jwks", as: nil)
            #expect(keys.header("Cache-Control")?.contains("max-age") == true)
        }
    }

    @Test func `a page cannot be framed and tells nobody where it was`() async throws {
        try await TestService.run { service in
            try await service.createTenant()
            let page = try await service.send(.get, "/t/acme/authorize", as: nil)
            #expect(page.status == 400)
            #expect(page.header("Content-Type") == "text/html; charset=utf-8")
            #expect(page.header("Content-Security-Policy")?.contains("frame-ancestors 'none'") == true)
            #expect(page.header("Content-Security-Policy")?.contains("default-src 'none'") == true)
            #expect(page.header("X-Frame-Options") == "DENY")
            // With `no-referrer` a browser would send `Origin: null` with the page's own form.
            #expect(page.header("Referrer-Policy") == "same-origin")
            #expect(page.header("Location") == nil)
        }
    }

    @Test func `metadata, keys, token and revocation are open to every origin, the pages to none`() async throws {
        try await TestService.run { service in
            try await service.createTenant()
            var headers = HTTPFields()
            headers[.origin] = "https://app.example.com"
            for path in [
                "/.well-known/oauth-authorization-server/t/acme", "/.well-known/openid-configuration/t/acme",
                "/t/acme/.well-known/openid-configuration", "/t/acme/jwks", "/t/acme/token", "/t/acme/revoke",
            ] {
                let preflight = try await service.send(.options, path, as: nil, headers: headers)
                #expect(preflight.status == 204, "\(path)")
                #expect(preflight.header("Access-Control-Allow-Origin") == "*")
                #expect(preflight.header("Access-Control-Allow-Credentials") == nil)
                #expect(preflight.header("Access-Control-Allow-Headers")?.contains("Authorization") == true)
            }
            let refused = try await service.form("/t/acme/token", [(name: "grant_type", value: "x")], headers: headers)
            #expect(refused.header("Access-Control-Allow-Origin") == "*")
            for path in ["/t/acme/authorize", "/t/acme/sign-in", "/t/acme/consent", "/t/acme/introspect", "/api/v1/tenants"] {
                let answer = try await service.send(.options, path, as: nil, headers: headers)
                #expect(answer.status == 405, "\(path)")
                #expect(answer.header("Access-Control-Allow-Origin") == nil)
            }
        }
    }

    @Test func `a log line has the route and the id, never the query or a credential`() async throws {
        try await TestService.run { service in
            try await service.createTenant()
            _ = try await service.send(
                .get, "/t/acme/authorize?client_id=spy&state=very-secret-state", as: "cardea_admin_secret", headers: .requestID("log-1"))
            let line = try #require(service.log.lines.last)
            let json = try JSONValue(parsing: Array(line.utf8))
            #expect(json["request_id"]?.string == "log-1")
            #expect(json["route"]?.string == "/t/{tenant}/authorize")
            #expect(json["method"]?.string == "GET")
            #expect(json["status"] == 400)
            let all = service.log.lines.joined()
            #expect(!all.contains("very-secret-state"))
            #expect(!all.contains("cardea_admin_"))
        }
    }

    @Test func `the issuer comes from the configuration, whatever a request says`() async throws {
        try await TestService.run { service in
            try await service.createTenant()
            var headers = HTTPFields()
            headers[try #require(HTTPField.Name("X-Forwarded-Host"))] = "evil.example"
            headers[try #require(HTTPField.Name("Forwarded"))] = "host=evil.example;proto=http"
            let answer = try await service.send(.get, "/.well-known/oauth-authorization-server/t/acme", as: nil, headers: headers)
            #expect(answer.json["issuer"]?.string == "https://auth.example.com/t/acme")
            #expect(!answer.text.contains("evil.example"))
        }
    }

    @Test func `a stream whose last line tells what went wrong is whole, and the log has why`() async throws {
        let log = TestLog()
        var site = Site()
        site.on(.get, .health) { _, exchange in
            let body = StreamedAnswer.body(exchange) { write in
                try await write(Array("the last line\n".utf8))
                throw StreamedAnswer.ToldFailure(cause: StoreError.failed("the disk is full"))
            }
            return Response(status: .ok, body: body)
        }
        let requests = RequestLog(level: .info, source: "test", write: log.append)
        let entrance = Entrance(site, metrics: Metrics(), log: requests, isHTTPS: false, clock: { Date() })
        let listener = ServerListener(address: try ListenAddress(parsing: "127.0.0.1:0"))
        try await listener.application(entrance, logger: Logger(label: "test")).test(.live) { server in
            try await PatientClient.on(server.port) { client in
                // The client fails where an answer breaks off.
                let answer = try await client.execute(uri: "/healthz", method: .get)
                #expect(answer.status == 200 && answer.text == "the last line\n")
            }
        }
        let line = try JSONValue(parsing: Array(try #require(log.lines.last).utf8))
        #expect(line["level"] == "error" && line["status"] == 200)
        #expect(line["cause"] == "storage_failed: the disk is full")
    }

    @Test func `a store's requests are in the line of its tenant once it is known whose it is`() async throws {
        let id = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
        let known = try TenantID("acme")
        var site = Site(workers: WorkerPool()) { $0 == id ? known : nil }
        let line: Site.Handler = { _, exchange in try Answer.json(["line": exchange.turns?.name ?? "none"]) }
        site.on(.get, .store, line)
        site.on(.get, .tenant, line)
        site.on(.get, .stores, line)
        let entrance = Entrance(site, metrics: Metrics(), log: TestService.quietLog, isHTTPS: false, clock: { Date() })
        try await Application(responder: entrance).test(.router) { client in
            for (path, name) in [
                ("/stores/\(id)", "acme"), ("/stores/other", "other"), ("/api/v1/tenants/acme", "acme"), ("/stores", "none"),
                ("/api/v1/tenants/\(id)", id),
            ] {
                let answer = TestAnswer(try await client.execute(uri: path, method: .get))
                #expect(answer.json["line"]?.string == name, "\(path): \(answer.text)")
            }
        }
    }

    @Test func `readiness and metrics answer on their own listener only, health on both`() async throws {
        try await TestService.run { service in
            try await service.createTenant()
            _ = try await service.get("/api/v1/tenants/acme")
            for path in ["/healthz", "/readyz", "/metrics"] {
                #expect(try await service.send(.get, path, as: nil).status == (path == "/healthz" ? 200 : 404))
                let answer = try await service.operations.execute(uri: path, method: .get)
                #expect(answer.status == .ok)
            }
            let metrics = TestAnswer(try await service.operations.execute(uri: "/metrics", method: .get))
            #expect(metrics.text.contains("cardea_http_requests_total{route=\"/api/v1/tenants/{tenant}\",status=\"200\"} 1"))
            #expect(metrics.text.contains("cardea_audit_queue_length"))
            #expect(metrics.text.contains("# TYPE cardea_graph_bytes gauge"))
            #expect(metrics.text.contains("# TYPE cardea_graph_evictions_total counter"))
            #expect(metrics.text.contains("# TYPE cardea_steps_waiting gauge"))
        }
    }

    @Test func `a body without a length is cut off at the limit`() async throws {
        let chunks = AsyncStream<ByteBuffer> { continuation in
            for _ in 0..<20 { continuation.yield(ByteBuffer(repeating: 0x20, count: 1000)) }
            continuation.finish()
        }
        let request = Request(
            head: HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/"), body: RequestBody(asyncSequence: chunks))
        let exchange = Exchange(source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: Logger(label: "test")))
        let refusal = await #expect(throws: Refusal.self) { try await request.bytes(upTo: 10_000, exchange) }
        #expect(refusal?.code == .bodyTooLarge)
    }

    @Test(arguments: [
        ("Bearer abc", "abc"), ("bearer abc", "abc"), ("Basic abc", nil), ("Bearer", nil), ("Bearer ", nil), ("Bearer a b", nil),
    ])
    func `a bearer credential is one word after its scheme`(header: String, credential: String?) {
        let head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/", headerFields: [.authorization: header])
        #expect(Request(head: head, body: RequestBody(buffer: ByteBuffer())).bearer == credential)
    }

    @Test func `two credentials are as good as none`() {
        var fields = HTTPFields()
        fields.append(HTTPField(name: .authorization, value: "Bearer a"))
        fields.append(HTTPField(name: .authorization, value: "Bearer b"))
        let head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/", headerFields: fields)
        #expect(Request(head: head, body: RequestBody(buffer: ByteBuffer())).bearer == nil)
    }
}

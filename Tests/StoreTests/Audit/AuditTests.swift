import GRDB
import Testing

@testable import Store

@Suite struct AuditTests {
    @Test func `events come back newest first and of one tenant`() async throws {
        try await withStore { store in
            for number in 0..<10 { try store.record(event(number, Sample.both[number % 2])) }
            try await store.flushAudit()
            #expect(store.auditQueueLength == 0)
            let acme = try await store.auditEvents(Sample.acme, AuditFilter(), limit: 100)
            #expect(acme.map(\.sequence) == [5, 4, 3, 2, 1])
            #expect(acme.map(\.event) == [8, 6, 4, 2, 0].map { event($0, Sample.acme) })
            let globex = try await store.auditEvents(Sample.globex, AuditFilter(), limit: 100)
            #expect(globex.map(\.event) == [9, 7, 5, 3, 1].map { event($0, Sample.globex) })
        }
    }

    @Test func `filters narrow the list`() async throws {
        try await withStore { store in
            for number in 0..<12 { try store.record(event(number, Sample.acme)) }
            try await store.flushAudit()
            func reasons(_ filter: AuditFilter) async throws -> [String] {
                try await store.auditEvents(Sample.acme, filter, limit: 100).map(\.event.reason)
            }
            #expect(try await reasons(AuditFilter(kind: .token)) == ["10", "7", "4", "1"])
            #expect(try await reasons(AuditFilter(subject: "user:2")) == ["10", "6", "2"])
            #expect(try await reasons(AuditFilter(outcome: .denied)) == ["11", "9", "7", "5", "3", "1"])
            #expect(try await reasons(AuditFilter(requestID: "request-7")) == ["7"])
            #expect(try await reasons(AuditFilter(kind: .token, outcome: .denied)) == ["7", "1"])
            #expect(try await reasons(AuditFilter(kind: .login)).isEmpty)
            #expect(try await store.auditEvents(Sample.globex, AuditFilter(), limit: 100).isEmpty)
        }
    }

    @Test func `pages together are the whole list`() async throws {
        try await withStore { store in
            for number in 0..<10 { try store.record(event(number, Sample.acme)) }
            try await store.flushAudit()
            var found: [String] = []
            var filter = AuditFilter()
            for _ in 0..<5 {
                let page = try await store.auditEvents(Sample.acme, filter, limit: 3)
                found += page.map(\.event.reason)
                filter.before = page.last?.sequence
                if page.count < 3 { break }
            }
            #expect(found == (0..<10).reversed().map(String.init))
        }
    }

    @Test func `events are written without being asked`() async throws {
        try await withStore { store in
            try store.record(event(1, Sample.acme))
            var found = 0
            for _ in 0..<2_400 where found == 0 {
                try await Task.sleep(for: .milliseconds(25))
                found = try await store.auditEvents(Sample.acme, AuditFilter(), limit: 10).count
            }
            #expect(found == 1)
        }
    }

    @Test func `a full queue refuses until it has been written`() async throws {
        try await withStore { store in
            // Without the writer nothing leaves the queue while it is filled.
            await store.audit.stop()
            try await store.flushAudit()
            let event = event(1, Sample.acme)
            for _ in 0..<AuditQueue.capacity { try store.record(event) }
            #expect(AuditQueue.capacity == 65_536)
            #expect(store.auditQueueLength == AuditQueue.capacity)
            #expect(throws: AuditQueueFull.self) { try store.record(event) }
            #expect(throws: AuditQueueFull.self) { try store.record(self.event(2, Sample.globex)) }
            try await store.flushAudit()
            try store.record(event)
            #expect(store.auditQueueLength == 1)
        }
    }

    @Test func `who can wait is refused where nobody writes, and records all of a request where somebody has`() async throws {
        try await withStore { store in
            await store.audit.stop()
            try await store.flushAudit()
            let event = event(1, Sample.acme)
            for _ in 1..<AuditQueue.capacity { try store.record(event) }
            await #expect(throws: AuditQueueFull.self) { try await store.recordWhenThereIsRoom([event, event]) }
            #expect(store.auditQueueLength == AuditQueue.capacity - 1)
            try await store.flushAudit()
            try await store.recordWhenThereIsRoom([event, event])
            try await store.recordWhenThereIsRoom(event)
            #expect(store.auditQueueLength == 3)
        }
    }

    @Test func `closing writes what waits, and the next opening counts on`() async throws {
        try await withWorkshop { workshop in
            let first = try await workshop.open()
            try await populate(first)
            for number in 0..<1000 { try first.record(event(number, Sample.acme)) }
            try await first.close()
            let second = try await workshop.open()
            try second.record(event(1000, Sample.acme))
            try await second.flushAudit()
            let events = try await second.auditEvents(Sample.acme, AuditFilter(), limit: 1000)
            #expect(events.map(\.sequence) == (2...1001).reversed().map { Int64($0) })
            #expect(events.map(\.event.reason) == (1...1000).reversed().map(String.init))
            try await second.close()
        }
    }

    @Test func `a row is what the event said, whatever characters it has`() async throws {
        try await withStore { store in
            let odd = "a\"b\\c\n\u{1}\u{1f}\u{7f} é e\u{301} 日本 🗝 /"
            let full = AuditEvent(
                tenant: Sample.acme, time: Sample.later(0.25), kind: .login, subject: odd, agent: "",
                action: String(repeating: "ü", count: 900), resource: odd + odd, outcome: .failed, reason: odd, decisionID: "d",
                requestID: odd, details: ["b": odd, "a": "", odd: "1", "": "2"])
            let two = AuditEvent(
                tenant: Sample.globex, time: Sample.start, kind: .model, outcome: .succeeded, reason: "",
                details: ["z": "\u{0}\u{10}", "é": "x"])
            let bare = AuditEvent(tenant: Sample.acme, time: Sample.start, kind: .decision, outcome: .denied, reason: "r")
            for event in [full, two, bare] { try store.record(event) }
            try await store.flushAudit()
            let acme = try await store.auditEvents(Sample.acme, AuditFilter(), limit: 10)
            #expect(acme.map(\.event) == [bare, full])
            #expect(try await store.auditEvents(Sample.globex, AuditFilter(), limit: 10).map(\.event) == [two])
            #expect(try await store.auditEvents(Sample.acme, AuditFilter(subject: odd), limit: 10).map(\.sequence) == [1])
            let rows = try await store.pool.read {
                try String.fetchAll(
                    $0,
                    sql:
                        "SELECT quote(subject) || quote(agent) || quote(decision_id) || details FROM audit_events ORDER BY tenant_id, sequence"
                )
            }
            let escaped = #"a\"b\\c\u000a\u0001\u001f"# + "\u{7f} é e\u{301} 日本 🗝 /"
            #expect(
                rows == [
                    "'\(odd)''''d'{\"\":\"2\",\"a\":\"\",\"\(escaped)\":\"1\",\"b\":\"\(escaped)\"}", "NULLNULLNULL{}",
                    #"NULLNULLNULL{"z":"\u0000\u0010","é":"x"}"#,
                ])
        }
    }

    @Test func `a text ends at a NUL, so that it is found by what is stored`() async throws {
        try await withStore { store in
            var event = event(1, Sample.acme)
            event.subject = "user:a\u{0}b"
            try store.record(event)
            try await store.flushAudit()
            let found = try await store.auditEvents(Sample.acme, AuditFilter(subject: "user:a"), limit: 10)
            #expect(found.map(\.event.subject) == ["user:a"])
        }
    }

    @Test func `events survive a commit that fails`() async throws {
        try await withStore { store in
            await store.audit.stop()
            // A deferred foreign key is checked at the commit, after every statement has succeeded.
            try await store.pool.write {
                try $0.execute(
                    sql: """
                        CREATE TABLE broken (tenant TEXT REFERENCES tenants (tenant_id) DEFERRABLE INITIALLY DEFERRED);
                        CREATE TRIGGER break AFTER INSERT ON audit_events BEGIN INSERT INTO broken VALUES ('none'); END;
                        """)
            }
            try store.record(event(1, Sample.acme))
            await #expect(throws: DatabaseError.self) { try await store.flushAudit() }
            #expect(store.auditQueueLength == 1)
            try await store.pool.write { try $0.execute(sql: "DROP TRIGGER break") }
            try store.record(event(2, Sample.acme))
            try await store.flushAudit()
            let events = try await store.auditEvents(Sample.acme, AuditFilter(), limit: 10)
            #expect(events.map(\.event.reason) == ["2", "1"])
            #expect(events.map(\.sequence) == [2, 1])
        }
    }

    private func event(_ number: Int, _ tenant: TenantID) -> AuditEvent {
        AuditEvent(
            tenant: tenant, time: Sample.later(Double(number)), kind: [.decision, .token, .admin][number % 3],
            subject: "user:\(number % 4)", agent: number % 2 == 0 ? nil : "agent:a", action: "can_call", resource: "tool:a/b",
            outcome: number % 2 == 0 ? .allowed : .denied, reason: String(number), decisionID: "decision-\(number)",
            requestID: "request-\(number)", details: number % 3 == 0 ? [:] : ["note": "n\(number)"])
    }
}

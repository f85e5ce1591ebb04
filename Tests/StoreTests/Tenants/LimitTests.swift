import GRDB
import Permissions
import Testing

@testable import Store

@Suite struct LimitTests {
    @Test func `a tenant has the defaults until others are set, and again afterwards`() async throws {
        try await withStore { store in
            #expect(store.limits(Sample.acme) == .standard)
            #expect(store.limits(Sample.acme).check == CheckLimits.standard)
            let tight = try TenantLimits([.checkWork: 500, .contextualRelationships: 0])
            try await store.setLimits(Sample.acme, tight)
            #expect(store.limits(Sample.acme) == tight)
            #expect(store.limits(Sample.acme).check.work == 500)
            #expect(store.limits(Sample.acme).check.contextualRelationships == 0)
            #expect(store.limits(Sample.acme).check.listWork == CheckLimits.standard.listWork)
            #expect(store.limits(Sample.globex) == .standard)
            try await store.setLimits(Sample.acme, .standard)
            #expect(store.limits(Sample.acme) == .standard)
            #expect(try await store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM tenant_limits") } == 0)
        }
    }

    @Test func `limits survive a restart`() async throws {
        try await withWorkshop { workshop in
            let first = try await workshop.open()
            try await populate(first)
            let limits = try TenantLimits([
                .checkDepth: 20, .checkWork: 100, .listWork: 1_000, .checkMilliseconds: 50, .listMilliseconds: 200, .reachMilliseconds: 100,
            ])
            try await first.setLimits(Sample.acme, limits)
            try await first.close()
            let second = try await workshop.open()
            #expect(second.limits(Sample.acme) == limits)
            #expect(second.limits(Sample.acme).check.milliseconds == 50)
            #expect(second.limits(Sample.acme).check.listMilliseconds == 200)
            #expect(second.limits(Sample.acme).reachTime == .milliseconds(100))
            #expect(second.limits(Sample.globex) == .standard)
            try await second.close()
        }
    }

    @Test(arguments: TenantLimits.Name.allCases)
    func `each limit has a range with the default in it`(name: TenantLimits.Name) throws {
        #expect(name.range.contains(name.standard))
        for value in [name.range.lowerBound, name.range.upperBound] { #expect(try TenantLimits([name: value])[name] == value) }
        for value in [name.range.lowerBound - 1, name.range.upperBound + 1, Int.min, Int.max] {
            #expect(throws: TenantLimits.OutOfRange(name: name, value: value)) { try TenantLimits([name: value]) }
        }
    }

    @Test func `a limit that was changed in the table beyond its range, or is not known, stops the start`() async throws {
        #expect(try await codeOfOpening(with: ("check_work", 99_999_999_999)) == "storage_failed")
        #expect(try await codeOfOpening(with: ("check_something", 1)) == "database_newer")
        #expect(try await codeOfOpening(with: ("check_work", 5_000)) == nil)
    }

    private func codeOfOpening(with row: (name: String, value: Int)) async throws -> String? {
        let workshop = Workshop()
        defer { workshop.remove() }
        let first = try await workshop.open()
        try await populate(first)
        try await first.close()
        let queue = try DatabaseQueue(path: workshop.databasePath)
        try await queue.write {
            try $0.execute(
                sql: "INSERT INTO tenant_limits (tenant_id, name, value) VALUES (?, ?, ?)",
                arguments: [Sample.acme.rawValue, row.name, row.value])
        }
        try queue.close()
        return try await refusal { try await workshop.open().close() }
    }

    @Test func `a tenant that does not exist gets no limits`() async throws {
        try await withStore { store in
            let unknown = try TenantID("unknown")
            let code = try await refusal { try await store.setLimits(unknown, try TenantLimits([.checkWork: 500])) }
            #expect(code == "not_found")
            #expect(store.limits(unknown) == .standard)
        }
    }
}

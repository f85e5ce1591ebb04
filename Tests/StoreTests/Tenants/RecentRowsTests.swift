import Testing

@testable import Store

struct RecentRowsTests {
    @Test func `a row is known for a second, and what was not found is not`() async throws {
        let rows = RecentRows<String, Int>()
        let start = ContinuousClock.now
        rows.remember(1, for: "a", at: start)
        #expect(rows.row("a", at: start) == 1)
        #expect(rows.row("a", at: start + .milliseconds(999)) == 1)
        #expect(rows.row("a", at: start + .seconds(1)) == nil)
        #expect(rows.row("b", at: start) == nil)
        #expect(await rows.row("b") { nil } == nil)
        #expect(await rows.row("b") { 2 } == 2)
        #expect(await rows.row("b") { 3 } == 2)
    }

    @Test func `it does not grow without end`() {
        let rows = RecentRows<Int, Int>()
        let start = ContinuousClock.now
        for key in 0...RecentRows<Int, Int>.capacity { rows.remember(key, for: key, at: start) }
        #expect(rows.row(0, at: start) == nil)
        #expect(rows.row(RecentRows<Int, Int>.capacity, at: start) == RecentRows<Int, Int>.capacity)
    }
}

import Testing

@testable import Gateway

@Suite struct GenerationalCacheTests {
    @Test func `it holds no more than it may, and keeps what is used`() {
        let cache = GenerationalCache<Int, Int>(capacity: 10)
        for number in 0..<1000 {
            cache[number] = number
            #expect(cache[0] == 0)
            #expect(cache.count <= 10)
        }
        #expect(cache[500] == nil)
        cache[0] = nil
        #expect(cache[0] == nil)
    }
}

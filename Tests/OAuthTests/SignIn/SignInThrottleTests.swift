import Foundation
import Testing

@testable import OAuth

/// How guessing is slowed down.
@Suite struct SignInThrottleTests {
    @Test func `one password tried on many names stops at a hundred in the tenant`() {
        let throttle = SignInThrottle()
        let allowed = (0..<150).filter { throttle.begin(World.acme, name: "user\($0)", now: World.start) }
        #expect(allowed.count == 100)
        #expect(throttle.begin(World.acme, name: "anne", now: World.start + 60))
    }

    @Test func `the table is bounded, and a full one still counts for the tenant`() {
        let throttle = SignInThrottle(capacity: 10)
        let allowed = (0..<150).filter { throttle.begin(World.acme, name: "user\($0)", now: World.start) }
        #expect(allowed.count == 100)
        #expect(throttle.size <= 11)
        #expect(throttle.begin(World.acme, name: "anne", now: World.start + 60))
        #expect(throttle.size <= 11)
    }

    @Test func `what is withdrawn does not count`() {
        let throttle = SignInThrottle()
        for _ in 0..<200 {
            #expect(throttle.begin(World.acme, name: "anne", now: World.start))
            throttle.withdraw(World.acme, name: "anne")
        }
        #expect(throttle.size == 0)
    }

    @Test func `a refused attempt does not make the wait longer`() {
        let throttle = SignInThrottle()
        for second in 0..<60 { _ = throttle.begin(World.acme, name: "anne", now: World.start + Double(second)) }
        #expect(throttle.begin(World.acme, name: "anne", now: World.start + 60))
    }
}

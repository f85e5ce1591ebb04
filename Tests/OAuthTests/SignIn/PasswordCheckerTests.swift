import Foundation
import Testing
import Tokens

@testable import OAuth

/// Passwords are checked a few at a time.
@Suite struct PasswordCheckerTests {
    @Test func `at most sixty-six wait or are checked, and the others are told so at once`() async throws {
        let checker = PasswordChecker(random: .system)
        let hash = try PasswordHash.make(
            Secret("right"), cost: try ScryptCost(logarithmOfN: 12, blockSize: 8, parallelization: 1), random: .system
        ).phc
        let answers = await withTaskGroup(of: Bool?.self) { group in
            for _ in 0..<400 { group.addTask { try? await checker.check(Secret("right"), against: hash) } }
            return await group.reduce(into: [Bool?]()) { $0.append($1) }
        }
        #expect(answers.contains(true))
        #expect(answers.contains(nil))
        #expect(!answers.contains(false))
        #expect(try await checker.check(Secret("right"), against: hash))
    }

    @Test func `without a hash no password is right`() async throws {
        let checker = PasswordChecker(random: .system)
        let hash = try PasswordHash.make(Secret("right"), random: .system).phc
        #expect(try await checker.check(Secret("right"), against: hash))
        #expect(try await !checker.check(Secret("wrong"), against: hash))
        for password in ["", "right", "wrong"] {
            #expect(try await !checker.check(Secret(password), against: nil))
        }
    }
}

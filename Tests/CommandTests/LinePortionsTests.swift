import API
import ArgumentParser
import Foundation
import Testing

@testable import Command

@Suite struct `Files in portions` {
    @Test func `portions are whole lines and together the file`() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).ndjson").path
        let lines = (0..<60_000).map { "\"document:number-\($0)#owner@user:somebody-with-a-long-name\"\n" }
        let bytes = Array(lines.joined().utf8) + Array("\"last\"".utf8)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        var portions = try LinePortions(path: path)
        var read: [UInt8] = []
        var count = 0
        while let portion = try portions.next() {
            #expect(portion.firstLine == read.count { $0 == UInt8(ascii: "\n") } + 1)
            read += portion.bytes
            count += 1
        }
        #expect(read == bytes)
        #expect(count >= 3)
    }

    @Test func `a file that is not there is a failure with its name`() {
        #expect(throws: Failure.self) { try LinePortions(path: "/no/such/file") }
    }

    @Test func `a subject to delete by has all its parts`() throws {
        let plain = try #require(
            try Cardea.parseAsRoot(["relationships", "delete", "--object-type", "doc", "--subject", "user:bob"])
                as? RelationshipsCommand.Delete)
        #expect(
            try plain.filter()
                == RelationshipPatternBody(objectType: "doc", subjectType: "user", subjectID: "bob", subjectRelation: ""))
        let set = try #require(
            try Cardea.parseAsRoot(["relationships", "delete", "--object-type", "doc", "--subject", "group:eng#member"])
                as? RelationshipsCommand.Delete)
        #expect(try set.filter().subjectRelation == "member")
    }

    @Test(arguments: [
        ["relationships", "delete"], ["relationships", "delete", "--object-type", "doc", "--subject", "bob"],
        ["relationships", "delete", "--object-type", "doc", "--limit", "0"], ["reach"], ["reach", "--subject", "a:b", "--resource", "c:d"],
        ["list", "objects", "user:a"], ["check", "user:a", "x", "y:z", "--at-least-as-fresh", "soon"],
        ["check", "user:a", "x", "y:z", "--at-least-as-fresh", "1", "--fully-consistent"],
        ["relationships", "list", "--at-least-as-fresh", "1", "--fully-consistent"], ["relationships", "export", "--resume"],
        ["relationships", "write"], ["relationships", "write", "f", "--must-match", "#owner"],
        ["relationships", "write", "f", "--on-missing", "maybe"],
        ["model", "show", "--format", "xml"],
    ])
    func `a wrong command line is refused`(arguments: [String]) {
        #expect(throws: (any Error).self) { try Cardea.parseAsRoot(arguments) }
    }

    @Test func `a failed branch and what would change it are indented lines`() {
        let part = ExplanationBody.Part(
            subject: "user:a", action: "read", decision: .denied, code: "denied", reason: "no",
            failed: FailedBranchBody(
                kind: "relation", name: "doc:1#read", parts: [FailedBranchBody(kind: "direct", name: "doc:1#read", accepted: ["user"])]),
            grants: [["doc:1#read@user:a"]])
        let text = ExplanationText.text(ExplanationBody(decision: .denied, parts: [part], revision: 1, decisionID: "d"))
        #expect(
            text == "denied: no\n  relation doc:1#read\n    direct doc:1#read accepts user\n  would allow it:\n    doc:1#read@user:a\n")
    }
}

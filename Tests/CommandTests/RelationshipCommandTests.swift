import API
import ArgumentParser
import Foundation
import Testing

@testable import Command

@Suite struct `Relationship commands` {
    @Test(arguments: [
        ("document", RelationshipPatternBody(objectType: "document")),
        ("document:plan", RelationshipPatternBody(objectType: "document", objectID: "plan")),
        ("document:a@b:c", RelationshipPatternBody(objectType: "document", objectID: "a@b:c")),
        ("document#owner", RelationshipPatternBody(objectType: "document", relation: "owner")),
        (
            "document:plan#owner@user:anne",
            RelationshipPatternBody(
                objectType: "document", objectID: "plan", relation: "owner", subjectType: "user", subjectID: "anne", subjectRelation: "")
        ),
        (
            "document#@group:eng#member",
            RelationshipPatternBody(objectType: "document", subjectType: "group", subjectID: "eng", subjectRelation: "member")
        ),
        ("document#@user", RelationshipPatternBody(objectType: "document", subjectType: "user")),
    ])
    func `a pattern leaves open what is left out`(text: String, body: RelationshipPatternBody) {
        #expect(PatternArgument(argument: text)?.body == body)
    }

    @Test(arguments: [
        "", ":plan", "document:", "document#", "document#owner@", "document#@:a", "document#@user:", "document#@user:a#", "#r",
    ])
    func `a pattern with an empty part is none`(text: String) {
        #expect(PatternArgument(argument: text) == nil)
    }

    @Test func `a batch is read line by line`() throws {
        let command = try #require(
            try Cardea.parseAsRoot([
                "relationships", "write", "-", "--on-duplicate", "ignore", "--must-match", "a:1", "--must-not-match", "a#r@b:2",
            ]) as? RelationshipsCommand.Write)
        let text = """
            # what changes
            create a:1#r@b:2\r
              touch   {"object":"a:3","relation":"r","subject":"b:2","expires_at":"2100-01-01T00:00:00Z"}

            delete a:4#r@b:x y
            """
        let changes = try command.changes(of: text)
        #expect(changes.create.map(\.key) == ["a:1#r@b:2"])
        #expect(changes.touch.map(\.key) == ["a:3#r@b:2"])
        #expect(changes.touch.first?.expiresAt == Date(timeIntervalSince1970: 4_102_444_800))
        #expect(changes.delete.map(\.key) == ["a:4#r@b:x y"])
        #expect(changes.onDuplicate == .ignore && changes.onMissing == .ignore)
        #expect(changes.preconditions.map(\.mustMatch) == [true, false])
    }

    @Test(arguments: ["write a:1#r@b:2", "create", "create a:1", "touch {\"object\":\"a:1\"}", "delete {"])
    func `a line that is no step is named with its number`(line: String) throws {
        let failure = try #require(throws: Failure.self) { try RelationshipChanges(lines: "\ncreate a:1#r@b:2\n\(line)\n", file: "f") }
        #expect(failure.message.hasPrefix("`f`, line 3: "))
    }

    @Test(arguments: [
        ("`touch` 2: no such relation", 5), ("`create` 1: exists", 2), ("`delete` 1: missing", nil), ("`touch` 9: none", nil),
        ("the request is not valid", nil), ("`touch` 99999999999999999999: none", nil),
    ])
    func `what the service says of a step is found in the file`(message: String, line: Int?) {
        let text = "# touch nothing\ncreate a:1#r@b:2\r\n touch a:2#r@b:2\n\ntouch\ta:3#r@b:2\n"
        #expect(RelationshipChanges.line(named: message, in: text) == line)
    }

    @Test(arguments: [
        ("line 3: bad", 0, "line 3: bad"), ("line 3: bad", 100, "line 103: bad"), ("a line 3", 100, "a line 3"),
        ("line 3 has more than 65536 bytes", 7, "line 10 has more than 65536 bytes"),
    ])
    func `a line of a part of a file is told as one of the file`(message: String, before: Int, expected: String) {
        #expect(message.countingLines(from: before) == expected)
    }

    @Test func `a deletion has preconditions`() throws {
        let command = try #require(
            try Cardea.parseAsRoot(["relationships", "delete", "--object-type", "doc", "--must-not-match", "doc:new"])
                as? RelationshipsCommand.Delete)
        #expect(
            command.conditions.bodies == [
                PreconditionBody(pattern: RelationshipPatternBody(objectType: "doc", objectID: "new"), mustMatch: false)
            ])
    }

    @Test func `a watch names its filter and a list its freshness`() throws {
        let watch = try #require(
            try Cardea.parseAsRoot([
                "relationships", "watch", "--after", "7", "--relation", "r", "--subject-type", "user", "--object", "a:1", "--subject",
                "b:2",
            ]) as? RelationshipsCommand.Watch)
        #expect(watch.query == RelationshipChangeQuery(after: "7", relations: ["r"], subjectTypes: ["user"], object: "a:1", subject: "b:2"))
        let check = try #require(try Cardea.parseAsRoot(["check", "user:a", "x", "y:z", "--fully-consistent"]) as? Check)
        #expect(try check.asked.question.circumstances() == Circumstances(fullyConsistent: true))
    }

    private func withPath(_ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).ndjson").path
        defer { for suffix in ["", ".revision"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
        try body(path)
    }

    @Test func `an export that was interrupted goes on behind its last whole line`() throws {
        try withPath { path in
            let file = try ExportFile(path: path, resuming: false)
            #expect(file.place == nil)
            try file.begin(42)
            for line in [
                #""a:1#r@b:1""#, #"{"object":"a:2","relation":"r","subject":"b:2","expires_at":"2100-01-01T00:00:00Z"}"#, "\"a:3#",
            ] {
                try file.append(Array(line.utf8))
            }
            // Cut off within the third line.
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path)).dropLast()
            try bytes.write(to: URL(fileURLWithPath: path))
            let resumed = try ExportFile(path: path, resuming: true)
            #expect(resumed.place == ExportFile.Place(after: "a:2#r@b:2", revision: 42))
            try resumed.append(Array(#""a:3#r@b:3""#.utf8))
            try resumed.complete()
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 3 && lines.last == #""a:3#r@b:3""#)
            #expect(throws: Failure.self) { try ExportFile(path: path, resuming: true) }
            #expect(throws: Failure.self) { try ExportFile(path: path, resuming: false) }
        }
    }

    @Test func `an export that has not begun leaves no file, and one that has is kept`() throws {
        try withPath { path in
            try ExportFile(path: path, resuming: false).abandon()
            #expect(!FileManager.default.fileExists(atPath: path))
            let file = try ExportFile(path: path, resuming: false)
            try file.begin(42)
            file.abandon()
            #expect(FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func `an export that was interrupted before it had a revision begins again`() throws {
        try withPath { path in
            _ = try ExportFile(path: path, resuming: false)
            let resumed = try ExportFile(path: path, resuming: true)
            #expect(resumed.place == nil)
            try resumed.begin(7)
            try resumed.append(Array(#""a:1#r@b:1""#.utf8))
            try resumed.complete()
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "\"a:1#r@b:1\"\n")
        }
    }

    @Test func `an export that was interrupted before its first line begins again`() throws {
        try withPath { path in
            let file = try ExportFile(path: path, resuming: false)
            try file.begin(42)
            try Data("\"a:1#".utf8).write(to: URL(fileURLWithPath: path))
            #expect(try ExportFile(path: path, resuming: true).place == nil)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)).isEmpty)
        }
    }
}

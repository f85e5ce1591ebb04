import API
import Foundation
import Testing

@testable import Command

@Suite struct `Tables` {
    @Test func `columns are aligned and lines have no end of blanks`() {
        let table = Table(head: ["USER", "NAME", "STATE"], rows: [["anne", "Anne Archer", "enabled"], ["bartholomew", "", ""]])
        #expect(
            table.text == """
                USER         NAME         STATE
                anne         Anne Archer  enabled
                bartholomew

                """)
    }

    @Test func `properties that are absent are left out`() {
        #expect(Table(properties: [("a", "1"), ("long name", "2"), ("c", nil)]).text == "a          1\nlong name  2\n")
    }

    @Test func `a name cannot steer the terminal`() {
        #expect(Table.printable("a\u{1B}[31mb\nc\u{202E}d\u{2028}") == "a\u{FFFD}[31mb\u{FFFD}c\u{FFFD}d\u{FFFD}")
        #expect(Table.printable("Zoë 😀 中") == "Zoë 😀 中")
    }

    @Test func `the audit stands in the order it happened and the older page is named`() {
        let events = [2, 1].map { number in
            AuditEventBody(
                sequence: number, time: Date(timeIntervalSince1970: TimeInterval(number)), kind: "decision", subject: "user:bob",
                agent: nil,
                action: "can_call", resource: "tool:x", outcome: "denied", reason: "because", requestID: "r\(number)")
        }
        let lines = AuditTable.text(AuditPage(events: events, next: "1")).split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[1].hasPrefix("1970-01-01T00:00:01.000Z  decision  user:bob  -"))
        #expect(lines[2].contains("r2") && lines[3] == "older: --before '1'")
    }
}

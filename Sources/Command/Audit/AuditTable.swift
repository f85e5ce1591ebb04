import API

/// The audit for people: oldest first, so that the newest event stands where the eye is.
enum AuditTable {
    static func text(_ page: AuditPage) -> String {
        guard !page.events.isEmpty else { return "no events\n" }
        return Table(
            head: ["TIME", "KIND", "SUBJECT", "AGENT", "ACTION", "RESOURCE", "OUTCOME", "REQUEST", "REASON"],
            rows: page.events.reversed().map(cells)
        ).text + (page.next.map { "older: --before '\(Table.printable($0))'\n" } ?? "")
    }

    /// One event on a line of its own, for following.
    static func line(_ event: AuditEventBody) -> String {
        Table(head: [], rows: [cells(event)]).text
    }

    private static func cells(_ event: AuditEventBody) -> [String] {
        [
            Wire.text(of: event.time), event.kind, event.subject ?? "-", event.agent ?? "-", event.action ?? "-", event.resource ?? "-",
            event.outcome, event.requestID ?? "-", event.reason,
        ]
    }
}

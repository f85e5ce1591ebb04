import Testing

@testable import Expressions

@Suite struct TimeZoneTests {
    @Test(arguments: [
        ("getHours('Europe/Zurich')", 13), ("getHours('America/New_York')", 7), ("getHours('UTC')", 12), ("getHours('')", 12),
        ("getHours('+05:30')", 17),
        ("getMinutes('+05:30')", 30), ("getHours('-02:00')", 10), ("getHours('02:00')", 14), ("getMinutes('-00:30')", 30),
        ("getHours('-00:30')", 11),
        ("getDate('Pacific/Kiritimati')", 16), ("getDayOfMonth('Pacific/Kiritimati')", 15), ("getDayOfWeek('+14:00')", 4),
        ("getDayOfWeek()", 3),
        ("getFullYear('Asia/Tokyo')", 2025), ("getMonth('EST')", 0), ("getDayOfYear('GMT')", 14), ("getSeconds('Asia/Kathmandu')", 5),
        ("getMilliseconds('Asia/Kathmandu')", 7),
    ])
    func `a part of a time is that of the zone`(call: String, expected: Int64) throws {
        let expression = try Expression(parsing: "timestamp('2025-01-15T12:00:05.007Z').\(call)", declarations: nil)
        #expect(try expression.evaluate([:], costLimit: 1000) == .int(expected))
    }

    @Test func `summer time is that of the day`() throws {
        let expression = try Expression(parsing: "x.getHours('Europe/Zurich')", declarations: nil)
        for (time, hours) in [
            ("2025-03-30T00:59:59Z", 1), ("2025-03-30T01:00:00Z", 3), ("2025-10-26T00:59:59Z", 2), ("2025-10-26T01:00:00Z", 2),
        ] {
            let value = try ConditionValue.convert(.string(time), to: .timestamp)
            #expect(try expression.evaluate(["x": value], costLimit: 1000) == .int(Int64(hours)))
        }
    }

    @Test(arguments: [
        "Nowhere/City", "PST", "BST", "Local", "GMT+0130", "GMT+2", "+15:00", "+02:60", "+2", "02:0x", ":", "+:", "1:2:3",
        "../etc/localtime", "/etc/localtime",
        "Europe/Zurich ", "europe zurich",
    ])
    func `what is not a zone is an error`(zone: String) throws {
        let expression = try Expression(parsing: "timestamp(0).getHours(zone) == 0", declarations: ["zone": .string])
        #expect(throws: EvaluationError.self) { try expression.evaluate(["zone": .string(zone)], costLimit: 1000) }
    }

    @Test func `a time near the ends of its range has parts in every zone`() throws {
        for time in ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z"] {
            for zone in ["-14:00", "+14:00", "Asia/Kolkata", "America/Adak"] {
                let expression = try Expression(parsing: "timestamp('\(time)').getDayOfYear('\(zone)') >= 0", declarations: [:])
                #expect(try expression.evaluate([:], costLimit: 1000) == .bool(true))
            }
        }
    }
}

import API
import Foundation
import Testing

@Suite struct WireTests {
    @Test(arguments: [
        ("1970-01-01T00:00:01Z", 1.0), ("1970-01-01t00:00:01.5z", 1.5), ("1970-01-01T01:00:01+01:00", 1), ("1969-12-31T22:30:00-01:30", 0),
        ("2000-02-29T00:00:00Z", 951_782_400), ("9999-12-31T23:59:59Z", 253_402_300_799), ("1970-01-01T00:00:00.250+00:00", 0.25),
    ])
    func `a time is read`(text: String, seconds: Double) {
        #expect(Wire.date(from: text)?.timeIntervalSince1970 == seconds)
    }

    @Test(arguments: [
        "", "2030-02-30T00:00:00Z", "2029-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2030-04-31T00:00:00Z", "2030-13-01T00:00:00Z",
        "2030-00-01T00:00:00Z",
        "2030-01-00T00:00:00Z", "2030-01-01T24:00:00Z", "2030-01-01T00:60:00Z", "2030-01-01T00:00:60Z", "2030-01-01T00:00:00+24:00",
        "2030-01-01T00:00:00+14:99", "2030-1-1T0:0:0Z", "99999-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "2030-01-01T00:00:00",
        "2030-01-01 00:00:00Z", "2030-01-01T00:00:00.Z", "9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00", "2030-01-01T00:00:00Zx",
        "2030-01-01T00:00:0\u{0661}Z", "9999-12-31T23:59:59.9999Z",
    ])
    func `what is no time of the calendar is refused`(text: String) {
        #expect(Wire.date(from: text) == nil)
    }

    @Test func `every time that is written is read as the same`() throws {
        for start in [-62_135_596_800_000, -1_000, 0, 1_924_992_000_000, 253_402_300_799_000] as [Int64] {
            for millisecond in 0..<1_000 as Range<Int64> {
                let date = Date(timeIntervalSince1970: Double(start + millisecond) / 1_000)
                let text = Wire.text(of: date)
                #expect(text.hasSuffix(".\(String(millisecond + 1_000).dropFirst())Z"), "\(start) \(millisecond): \(text)")
                let again = try #require(Wire.date(from: text), "\(text)")
                #expect(abs(again.timeIntervalSince1970 - date.timeIntervalSince1970) < 0.000_1 && Wire.text(of: again) == text)
            }
        }
        #expect(Wire.text(of: Date(timeIntervalSince1970: 1e15)) == "9999-12-31T23:59:59.999Z")
        #expect(Wire.text(of: Date(timeIntervalSince1970: 0.000_6)) == "1970-01-01T00:00:00.001Z")
    }

    private struct Numbers: ManagementBody {
        struct Inner: Codable, Sendable {
            var sizes: [UInt64]
        }
        var limit: Int?
        var inner: Inner?
        var context: [String: JSONValue]?

        enum CodingKeys: String, CodingKey, CaseIterable { case limit, inner, context }
        static let members = MemberNames(CodingKeys.self)
    }

    @Test(arguments: [
        (#"{"limit":1.5}"#, "the member `limit` has to be"), (#"{"limit":1e30}"#, "the member `limit` has to be"),
        (#"{"context":{"x":-1.5},"limit":0.5}"#, "the member `limit` has to be"),
    ])
    func `a number that does not fit is told by the name of its member`(text: String, message: String) throws {
        let error = try #require(throws: UndecodableBody.self) { try Wire.decodeStrictly(Numbers.self, from: Array(text.utf8)) }
        #expect(error.code == .invalidRequest)
        #expect(error.message.hasPrefix(message), "\(error.message)")
    }

    @Test func `a number deep inside is told with its way, and what is no JSON is told as that`() throws {
        let deep = try #require(throws: UndecodableBody.self) {
            try Wire.decode(Numbers.self, from: Array(#"{"inner":{"sizes":[1,-1]}}"#.utf8))
        }
        #expect(deep.message.hasPrefix("the member `inner.sizes.1` has to be"), "\(deep.message)")
        let broken = try #require(throws: UndecodableBody.self) { try Wire.decode(Numbers.self, from: Array(#"{"limit":"#.utf8)) }
        #expect(broken.code == .malformedJSON)
    }
}

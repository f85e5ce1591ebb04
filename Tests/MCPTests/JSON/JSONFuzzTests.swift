import Fuzzing
import MCP
import Testing

/// Random changes to good messages: what is relayed unread must mean to the server what it means here.
struct JSONFuzzTests {
    @Test(arguments: FuzzRun.all)
    func `what the scanner takes is what another reader reads, piece by piece`(run: FuzzRun) throws {
        let mutation = TextMutation(corpus: try FuzzRun.corpus(lines: "json.txt"), pieces: SecondReader.pieces)
        var (read, refused) = (0, 0)
        for text in run.texts("messages", of: mutation, usual: 6_000) {
            do throws(InvalidJSON) {
                let value = try JSONText(parsing: text)
                read += 1
                #expect(try JSONText(parsing: Array(value.bytes)) == value, "\(run): \(shown(text))")
                #expect(try JSONText(parsing: JSONFragment.object([("v", .text(value))]).bytes)["v"] == value, "\(run): \(shown(text))")
                guard !SecondReader.misreads(text) else { continue }
                guard let second = SecondReader.text(of: text) else {
                    // Foundation refuses numbers that no double holds, which are relayed as they stand.
                    #expect(value.hasUnreadableNumber, "\(run): \(shown(text))")
                    continue
                }
                #expect(second == value.comparable || value.hasUnreadableNumber, "\(run): \(shown(text))")
            } catch {
                refused += 1
                #expect((0...text.count).contains(error.offset), "\(run): \(error) for \(shown(text))")
                guard SecondReader.text(of: text) != nil else { continue }
                #expect(Self.isStricter(error.reason, text), "\(run): \(error) for \(shown(text))")
            }
        }
        #expect(read > 20 && refused > 20, "the corpus no longer reaches both ends")
    }

    /// Whether it is one of the things that the scanner refuses on purpose and Foundation lets through.
    private static func isStricter(_ reason: InvalidJSON.Reason, _ text: [UInt8]) -> Bool {
        switch reason {
        case .duplicateMember, .tooDeep, .invalidUTF8, .invalidEscape: true
        default: SecondReader.isLenient(towards: text)
        }
    }

    private func shown(_ text: [UInt8]) -> String { String(decoding: text, as: UTF8.self).debugDescription }
}

extension JSONText {
    fileprivate var comparable: String {
        switch kind {
        case .null: "null"
        case .boolean: "\(boolean == true)"
        case .number: SecondReader.text(number: number ?? .nan)
        case .string: SecondReader.text(string: string ?? "")
        case .array: SecondReader.text(list: (elements ?? []).map(\.comparable))
        case .object: SecondReader.text(object: (members ?? []).map { ($0.name, $0.value.comparable) })
        }
    }

    fileprivate var hasUnreadableNumber: Bool {
        kind == .number && !(number ?? .nan).isFinite || (elements ?? []).contains(where: \.hasUnreadableNumber)
            || (members ?? []).contains { $0.value.hasUnreadableNumber }
    }
}

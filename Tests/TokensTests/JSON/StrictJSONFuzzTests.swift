import Fuzzing
import Testing
import Tokens

/// Random changes to good documents: no two readers may see two different tokens in one.
struct StrictJSONFuzzTests {
    @Test(arguments: FuzzRun.all)
    func `what the strict reader takes is what another reader reads`(run: FuzzRun) throws {
        let mutation = TextMutation(corpus: try FuzzRun.corpus(lines: "json.txt"), pieces: SecondReader.pieces)
        var (read, refused) = (0, 0)
        for text in run.texts("documents", of: mutation, usual: 6_000) {
            do throws(InvalidJSON) {
                let value = try StrictJSON(parsing: text)
                read += 1
                guard !SecondReader.misreads(text) else { continue }
                #expect(SecondReader.text(of: text) == value.comparable || value.hasUnreadableNumber, "\(run): \(shown(text))")
            } catch {
                refused += 1
                #expect((0...text.count).contains(error.offset) && !error.reason.isEmpty, "\(run): \(error) for \(shown(text))")
                guard SecondReader.text(of: text) != nil else { continue }
                #expect(Self.isStricter(error, text), "\(run): \(error) for \(shown(text))")
            }
        }
        #expect(read > 20 && refused > 20, "the corpus no longer reaches both ends")
    }

    /// Whether it is one of the things that this reader refuses on purpose and Foundation lets through.
    private static func isStricter(_ error: InvalidJSON, _ text: [UInt8]) -> Bool {
        let purposes = ["occurs twice", "too deeply", "surrogate", "utf-8", "too large"]
        return purposes.contains { error.reason.contains($0) } || SecondReader.isLenient(towards: text)
    }

    private func shown(_ text: [UInt8]) -> String { String(decoding: text, as: UTF8.self).debugDescription }
}

extension StrictJSON {
    fileprivate var comparable: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): SecondReader.text(number: Double(value))
        case .decimal(let text): SecondReader.text(number: Double(text) ?? .nan)
        case .string(let text): SecondReader.text(string: text)
        case .array(let elements): SecondReader.text(list: elements.map(\.comparable))
        case .object(let members): SecondReader.text(object: members.map { ($0.key, $0.value.comparable) })
        }
    }

    fileprivate var hasUnreadableNumber: Bool {
        switch self {
        case .decimal(let text): !(Double(text) ?? .nan).isFinite
        case .array(let elements): elements.contains(where: \.hasUnreadableNumber)
        case .object(let members): members.values.contains(where: \.hasUnreadableNumber)
        default: false
        }
    }
}

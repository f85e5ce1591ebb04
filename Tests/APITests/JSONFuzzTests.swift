import Fuzzing
import Testing

@testable import API

/// Random changes to good bodies: no two readers may understand one body differently.
struct JSONFuzzTests {
    @Test(arguments: FuzzRun.all)
    func `what the parser reads is what another reader reads, and is the same when written and read again`(run: FuzzRun) throws {
        let mutation = TextMutation(corpus: try FuzzRun.corpus(lines: "json.txt"), pieces: SecondReader.pieces)
        var (read, refused) = (0, 0)
        for text in run.texts("bodies", of: mutation, usual: 6_000) {
            do throws(UndecodableBody) {
                let value = try JSONValue(parsing: text)
                read += 1
                let again = (try? Wire.encode(value)).flatMap { try? JSONValue(parsing: $0) }
                #expect(again?.comparable == value.comparable, "\(run): \(shown(text))")
                guard !SecondReader.misreads(text) else { continue }
                #expect(SecondReader.text(of: text) == value.comparable, "\(run): \(shown(text))")
            } catch {
                refused += 1
                #expect(!error.message.isEmpty)
                guard SecondReader.text(of: text) != nil else { continue }
                #expect(Self.isStricter(error, text), "\(run): \(error.message) for \(shown(text))")
            }
        }
        #expect(read > 20 && refused > 20, "the corpus no longer reaches both ends")
    }

    /// Whether it is one of the things that this parser refuses on purpose and Foundation lets through.
    private static func isStricter(_ error: UndecodableBody, _ text: [UInt8]) -> Bool {
        if error.code == .duplicateMember { return true }
        let purposes = ["surrogate", "nested", "too large", "UTF-8"]
        return purposes.contains { error.message.contains($0) } || SecondReader.isLenient(towards: text)
    }

    @Test(arguments: FuzzRun.all)
    func `whatever the scanner takes, the parser reads the same`(run: FuzzRun) throws {
        let pieces =
            SecondReader.pieces + [
                "\"subject\":", "\"evaluations\":[", "\"context\":{}", "{\"type\":\"user\",\"id\":\"b\"}", "\"agent\":\"y\"",
            ]
        let mutation = TextMutation(corpus: try FuzzRun.corpus(lines: "evaluations.txt"), pieces: pieces, changes: 1...2)
        var (single, batches) = (0, 0)
        for text in run.texts("questions", of: mutation, usual: 12_000) {
            if let questions = PlainEvaluations(one: text)?.requests {
                single += 1
                #expect(questions == [parsed(text)], "\(run): \(shown(text))")
            }
            if let batch = PlainEvaluations(batch: text)?.requests {
                batches += 1
                #expect(batch == parsedBatch(text), "\(run): \(shown(text))")
            }
        }
        #expect(single > 5 && batches > 5, "the corpus no longer reaches the scanner")
    }

    private func parsed(_ text: [UInt8]) -> EvaluationRequest? {
        guard let json = try? JSONValue(parsing: text) else { return nil }
        return try? EvaluationRequest(json: json)
    }

    /// The questions of a batch without the scanner; nil where one of them is not one, or where the batch says more.
    private func parsedBatch(_ text: [UInt8]) -> [EvaluationRequest]? {
        guard let json = try? JSONValue(parsing: text), json["options"] == nil, case .array(let items)? = json["evaluations"],
            let defaults = try? EvaluationParts(json: json)
        else { return nil }
        return try? items.map { try EvaluationRequest(parts: try EvaluationParts(json: $0).over(defaults)) }
    }

    private func shown(_ text: [UInt8]) -> String { String(decoding: text, as: UTF8.self).debugDescription }
}

extension JSONValue {
    fileprivate var comparable: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): SecondReader.text(number: Double(value))
        case .number(let value): SecondReader.text(number: value)
        case .string(let text): SecondReader.text(string: text)
        case .array(let elements): SecondReader.text(list: elements.map(\.comparable))
        case .object(let members): SecondReader.text(object: members.map { ($0.key, $0.value.comparable) })
        }
    }
}

import Foundation
import Testing

@testable import Permissions

/// Random changes to good models: whatever comes of it is an answer, and what can be read can be written and read again.
///
/// One seed is always the same and one new each time, of which a failure prints what repeats it. `CARDEA_FUZZ_ITERATIONS` sets the number
/// of attempts, however long they take, and `CARDEA_FUZZ_SEED` the seed.
struct ModelFuzzTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let iterations = environment["CARDEA_FUZZ_ITERATIONS"].flatMap { Int($0) }
    private static let seeds =
        environment["CARDEA_FUZZ_SEED"].flatMap { UInt64($0) }.map { [$0] } ?? [20_261_123, .random(in: 0 ... .max)]

    /// Ends after the iterations or, unless their number was asked for, after a few seconds.
    private func each(_ kind: String, _ body: (_ iteration: Int) throws -> Bool) rethrows {
        let start = ContinuousClock.now
        for iteration in 0..<(Self.iterations ?? 3_000) {
            guard Self.iterations != nil || start.duration(to: .now) < .seconds(5) else {
                return print("fuzzed \(kind): \(iteration) texts in the time there is")
            }
            guard try body(iteration) else { return }
        }
    }

    private func corpus(_ kind: String) throws -> [[UInt8]] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
            "Corpus")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(kind) }.sorted()
        return try names.map { Array(try Data(contentsOf: folder.appendingPathComponent($0))) }
    }

    @Test(arguments: seeds)
    func `models in the DSL survive being written and read again`(seed: UInt64) throws {
        print("fuzzing the DSL: CARDEA_FUZZ_SEED=\(seed)")
        var fuzzer = ModelMutation(seeds: try corpus(".fga"), tokens: ModelMutation.languageTokens, seed: seed)
        var counts = (read: 0, valid: 0)
        try each("the DSL") { (iteration) throws in
            let text = String(decoding: fuzzer.next(), as: UTF8.self)
            let (syntax, diagnostics) = ModelParser.parse(text)
            if diagnostics.isEmpty {
                counts.read += 1
                guard survives(syntax) else {
                    Issue.record("seed \(seed), iteration \(iteration): \(text.debugDescription)")
                    return false
                }
            }
            guard let model = try? Model(parsing: text) else { return true }
            counts.valid += 1
            #expect(ModelDifference(from: model, to: try Model(parsing: model.dslText())).isEmpty, "seed \(seed), \(iteration)")
            return true
        }
        print("fuzzed the DSL: seed \(seed), \(counts.read) read, \(counts.valid) valid")
        #expect(counts.read > 0 && counts.valid > 0)
    }

    @Test(arguments: seeds)
    func `models in JSON survive being written and read again`(seed: UInt64) throws {
        print("fuzzing JSON: CARDEA_FUZZ_SEED=\(seed)")
        var fuzzer = ModelMutation(seeds: try corpus(".json"), tokens: ModelMutation.jsonTokens, seed: seed)
        var counts = (read: 0, valid: 0)
        try each("JSON") { (iteration) throws in
            let bytes = fuzzer.next()
            let (syntax, diagnostics) = ModelJSONReader.parse(bytes)
            if diagnostics.isEmpty {
                counts.read += 1
                let json = ModelJSONWriter.text(syntax)
                let again = ModelJSONReader.parse(Array(json.utf8))
                guard again.diagnostics.isEmpty, ModelJSONWriter.text(again.syntax) == json else {
                    Issue.record("seed \(seed), iteration \(iteration): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
                    return false
                }
            }
            guard let model = try? Model(json: bytes) else { return true }
            counts.valid += 1
            #expect(ModelDifference(from: model, to: try Model(parsingEither: model.jsonText())).isEmpty, "seed \(seed), \(iteration)")
            guard let printed = try? model.dslText() else { return true }
            #expect(try Model(parsing: printed).dslText() == printed, "seed \(seed), \(iteration)")
            return true
        }
        print("fuzzed JSON: seed \(seed), \(counts.read) read, \(counts.valid) valid")
        #expect(counts.read > 0 && counts.valid > 0)
    }

    /// The DSL prints, reads and prints the same; JSON likewise, where no name stands twice.
    private func survives(_ syntax: ModelSyntax) -> Bool {
        guard !syntax.types.contains(where: \.isExtension), let printed = try? ModelPrinter(syntax: syntax).text() else {
            return syntax.types.contains(where: \.isExtension) || syntax.conditions.contains { $0.parameters.isEmpty }
        }
        let again = ModelParser.parse(printed)
        guard again.diagnostics.isEmpty, (try? ModelPrinter(syntax: again.syntax).text()) == printed else { return false }
        let names =
            syntax.types.flatMap { type in type.relations.map { "\(type.name.text) \($0.name.text)" } } + syntax.types.map(\.name.text)
        guard Set(names).count == names.count, syntax.moduleName == nil else { return true }
        guard ModelDifference(from: syntax, to: again.syntax).isEmpty else { return false }
        let json = ModelJSONWriter.text(syntax)
        let read = ModelJSONReader.parse(Array(json.utf8))
        return read.diagnostics.isEmpty && ModelJSONWriter.text(read.syntax) == json
            && ModelDifference(from: syntax, to: read.syntax).isEmpty
    }
}

/// Makes texts out of good ones: bytes changed, parts removed, repeated, exchanged, and words of the language put in.
struct ModelMutation {
    static let languageTokens = [
        "(", ")", "[", "]", " or ", " and ", " but not ", " from ", " with ", ":*", "#", " #", "\n", "\r\n", "\t", "define ", "type ",
        "relations",
        "condition c(x: int) {\n", "}", "{", "extend ", "\"\"\"", "r'", "module ", "model", "schema 1.1", "user", "owner", ",", "\"", "'",
        "//", "list<",
        ">",
        "\u{0}", "\u{FEFF}", "é", "-", ".", "/", "*", "self", "this",
    ]
    static let jsonTokens = [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "1", "-0.5e3", "\\u00e9", "\\ud83d\\ude00", "\\n", "{\"this\":{}}", "\"union\"",
        "\"child\"",
        "\"relation\"", "\"relations\"", "\"owner\"", "\"type\"", "\"metadata\"", "\"wildcard\":{}", "\"TYPE_NAME_MAP\"", "\"\"", " ", "\n",
        "\u{0}", "é",
        "computed_userset", "difference", "\"user\"",
    ]

    private let seeds: [[UInt8]]
    private let tokens: [[UInt8]]
    private var random: SeededRandom

    init(seeds: [[UInt8]], tokens: [String], seed: UInt64) {
        self.seeds = seeds
        self.tokens = tokens.map { Array($0.utf8) }
        random = SeededRandom(seed: seed)
    }

    mutating func next() -> [UInt8] {
        var bytes = random.pick(seeds)
        for _ in 0..<(1 + random.below(random.chance(25) ? 10 : 2)) where !bytes.isEmpty {
            let start = random.below(bytes.count)
            if random.chance(45) {
                exchangeWords(&bytes)
                continue
            }
            let end = min(bytes.count, start + 1 + random.below(random.chance(70) ? 8 : 200))
            switch random.below(7) {
            case 0: bytes[start] = UInt8(random.below(256))
            case 1: bytes.removeSubrange(start..<end)
            case 2: bytes.insert(contentsOf: bytes[start..<end], at: random.below(bytes.count))
            case 3, 4: bytes.insert(contentsOf: random.pick(tokens), at: start)
            case 5: bytes.replaceSubrange(start..<end, with: random.pick(tokens))
            default:
                let other = random.pick(seeds)
                let from = random.below(other.count)
                bytes.replaceSubrange(start..<end, with: other[from..<min(other.count, from + 1 + random.below(200))])
            }
        }
        return bytes
    }

    /// Puts a word of the text in place of another, which often keeps it readable.
    private mutating func exchangeWords(_ bytes: inout [UInt8]) {
        let first = word(in: bytes)
        let second = word(in: bytes)
        bytes.replaceSubrange(first, with: Array(bytes[second]))
    }

    private mutating func word(in bytes: [UInt8]) -> Range<Int> {
        var start = random.below(bytes.count)
        while start > 0, SourceReader.isLetter(bytes[start - 1]) { start -= 1 }
        var end = start
        while end < bytes.count, SourceReader.isLetter(bytes[end]) { end += 1 }
        return start..<end
    }
}

import API
import Foundation
import Testing

struct ManyAnswersTests {
    private static let answers = ManyAnswers(
        answers: [
            ManyAnswers.Item(decision: .allowed, code: "allowed"),
            ManyAnswers.Item(decision: .denied, code: "no_relationship"),
            ManyAnswers.Item(
                decision: .conditional, code: "missing_context", missing: ["now", "the \"ip\"/\\address"], message: "a\nb\tc\r\u{1}"),
            ManyAnswers.Item(decision: .undecided, code: "too_much_work", missing: [], message: "größer als 1 🙂"),
        ], revision: .max)

    @Test(arguments: [answers, ManyAnswers(answers: [], revision: 0)])
    func `answers are written as the encoder writes them`(answers: ManyAnswers) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let written = try Wire.encode(answers)
        #expect(String(decoding: written, as: UTF8.self) == String(decoding: try encoder.encode(answers), as: UTF8.self))
        #expect(try Wire.decode(ManyAnswers.self, from: written) == answers)
    }
}

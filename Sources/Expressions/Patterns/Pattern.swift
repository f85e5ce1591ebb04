/// A regular expression, ready to be matched in time that grows with the text and with the pattern, whatever the two are.
struct Pattern: Sendable {
    /// A pattern may come with a request, so it is limited on its own.
    static let byteLimit = 4096

    private let program: PatternProgram

    /// How many states the pattern has.
    var size: Int { program.instructions.count }

    init(_ text: String) throws(InvalidPattern) {
        guard text.utf8.count <= Self.byteLimit else {
            throw InvalidPattern(message: "a pattern has at most \(Self.byteLimit) bytes")
        }
        program = try PatternProgram(try PatternParser.parse(text))
    }

    /// Counts the states that are looked at; some of them cost as much as one node of an expression.
    struct StepBudget {
        private static let stepsPerCost = 16

        private let limit: Int
        private(set) var steps = 0

        init(limit: Int) {
            self.limit = limit
        }

        /// More than the limit when that was reached.
        var cost: Int { steps / Self.stepsPerCost }

        var isSpent: Bool { cost > limit }

        mutating func take(_ count: Int) { steps += count }
    }

    /// Whether any part of the text matches. When the budget ends first the answer has no meaning, and its cost is beyond the limit.
    func isFound(in text: String, within budget: inout StepBudget) -> Bool {
        var matcher = PatternMatcher(program)
        return matcher.isFound(in: text, within: &budget)
    }
}

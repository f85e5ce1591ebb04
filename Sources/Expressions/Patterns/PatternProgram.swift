/// A pattern as a machine of states, one for each place a match can have come to (Thompson's construction).
struct PatternProgram: Sendable {
    /// States a program may have: what `{n,m}` multiplies ends here.
    static let sizeLimit = 10_000

    enum Operation: UInt8, Sendable {
        case scalar, any, anyButLineFeed, characters, split, jump, assertion, match
    }

    struct Instruction: Sendable {
        let operation: Operation
        /// The character, the number of the class, or the assertion.
        let argument: UInt32
        var next: Int32
        /// Where else a split leads.
        var other: Int32 = 0
    }

    private(set) var instructions: [Instruction] = []
    private(set) var classes: [CharacterClass] = []
    /// The pattern can only match where the text begins.
    private(set) var isAnchored = false
    /// The only character a match can begin with, when there is one.
    private(set) var first: Unicode.Scalar?

    init(_ syntax: PatternSyntax) throws(InvalidPattern) {
        try emit(syntax)
        try append(.match)
        lookAtStart()
    }

    private mutating func append(_ operation: Operation, _ argument: UInt32 = 0) throws(InvalidPattern) {
        guard instructions.count < Self.sizeLimit else {
            throw InvalidPattern(message: "the pattern is larger than \(Self.sizeLimit) steps; count repetitions lower")
        }
        instructions.append(Instruction(operation: operation, argument: argument, next: Int32(instructions.count + 1)))
    }

    private mutating func emit(_ syntax: PatternSyntax) throws(InvalidPattern) {
        switch syntax {
        // Counts like any other, so that no repetition of nothing is endless.
        case .empty: try append(.jump)
        case .scalar(let value): try append(.scalar, value)
        case .any(let withLineFeed): try append(withLineFeed ? .any : .anyButLineFeed)
        case .assertion(let assertion): try append(.assertion, assertion.rawValue)
        case .characters(let characters):
            classes.append(characters)
            try append(.characters, UInt32(classes.count - 1))
        case .sequence(let parts): for part in parts { try emit(part) }
        case .alternatives(let branches): try emitAlternatives(branches)
        case .repeated(let inner, let least, let most): try emitRepeated(inner, least, most)
        }
    }

    private mutating func emitAlternatives(_ branches: [PatternSyntax]) throws(InvalidPattern) {
        var ends: [Int] = []
        for (index, branch) in branches.enumerated() {
            guard index < branches.count - 1 else {
                try emit(branch)
                break
            }
            let split = instructions.count
            try append(.split)
            try emit(branch)
            ends.append(instructions.count)
            try append(.jump)
            instructions[split].other = Int32(instructions.count)
        }
        for end in ends { instructions[end].next = Int32(instructions.count) }
    }

    private mutating func emitRepeated(_ inner: PatternSyntax, _ least: Int, _ most: Int?) throws(InvalidPattern) {
        for _ in 0..<least { try emit(inner) }
        guard let most else {
            let split = instructions.count
            try append(.split)
            try emit(inner)
            try append(.jump)
            instructions[instructions.count - 1].next = Int32(split)
            instructions[split].other = Int32(instructions.count)
            return
        }
        var splits: [Int] = []
        for _ in least..<max(most, least) {
            splits.append(instructions.count)
            try append(.split)
            try emit(inner)
        }
        // `a{0}` is nothing, and a state must stand for it.
        if least == 0, most == 0 { try append(.jump) }
        for split in splits { instructions[split].other = Int32(instructions.count) }
    }

    private mutating func lookAtStart() {
        let start = instructions[0]
        isAnchored = start.operation == .assertion && start.argument == PatternSyntax.Assertion.beginText.rawValue
        first = start.operation == .scalar ? Unicode.Scalar(start.argument) : nil
    }
}

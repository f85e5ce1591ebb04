/// Follows all places a match can have come to at once, character by character (Thompson, 1968; Pike's machine without captures).
struct PatternMatcher {
    private let program: PatternProgram
    /// Places behind the character read last, before what takes no character is followed.
    private var reached: [Int32] = []
    /// Places that want a character.
    private var waiting: [Int32] = []
    private var stack: [Int32] = []
    /// The character at which a place was last looked at.
    private var seen: [Int32]
    private var round: Int32 = 0

    init(_ program: PatternProgram) {
        self.program = program
        seen = [Int32](repeating: 0, count: program.instructions.count)
    }

    mutating func isFound(in text: String, within budget: inout Pattern.StepBudget) -> Bool {
        var previous: Unicode.Scalar?
        var scalars = text.unicodeScalars.makeIterator()
        var next = scalars.next()
        while true {
            if reached.isEmpty, let first = program.first {
                while let scalar = next, scalar != first {
                    budget.take(1)
                    previous = scalar
                    next = scalars.next()
                }
            }
            round += 1
            waiting.removeAll(keepingCapacity: true)
            if !program.isAnchored || previous == nil { reached.append(0) }
            for place in reached where follow(place, previous, next, &budget) { return true }
            reached.removeAll(keepingCapacity: true)
            budget.take(1 + waiting.count)
            guard let scalar = next, !(waiting.isEmpty && program.isAnchored), !budget.isSpent else { return false }
            for place in waiting where takes(program.instructions[Int(place)], scalar) {
                reached.append(program.instructions[Int(place)].next)
            }
            previous = scalar
            next = scalars.next()
        }
    }

    private func takes(_ instruction: PatternProgram.Instruction, _ scalar: Unicode.Scalar) -> Bool {
        switch instruction.operation {
        case .scalar: instruction.argument == scalar.value
        case .any: true
        case .anyButLineFeed: scalar != "\n"
        case .characters: program.classes[Int(instruction.argument)].contains(scalar)
        case .split, .jump, .assertion, .match: false
        }
    }

    /// Adds the places that want a character and can be reached from here without one; true when the match is complete.
    private mutating func follow(
        _ start: Int32, _ previous: Unicode.Scalar?, _ next: Unicode.Scalar?, _ budget: inout Pattern.StepBudget
    ) -> Bool {
        stack.append(start)
        while let place = stack.popLast() {
            guard seen[Int(place)] != round else { continue }
            seen[Int(place)] = round
            budget.take(1)
            let instruction = program.instructions[Int(place)]
            switch instruction.operation {
            case .match:
                stack.removeAll(keepingCapacity: true)
                return true
            case .scalar, .any, .anyButLineFeed, .characters: waiting.append(place)
            case .jump: stack.append(instruction.next)
            case .split:
                stack.append(instruction.other)
                stack.append(instruction.next)
            case .assertion:
                if Self.holds(instruction.argument, previous, next) { stack.append(instruction.next) }
            }
        }
        return false
    }

    private static func holds(_ assertion: UInt32, _ previous: Unicode.Scalar?, _ next: Unicode.Scalar?) -> Bool {
        switch PatternSyntax.Assertion(rawValue: assertion) {
        case .beginText: previous == nil
        case .endText: next == nil
        case .beginLine: previous == nil || previous == "\n"
        case .endLine: next == nil || next == "\n"
        case .wordBoundary: isWord(previous) != isWord(next)
        case .notWordBoundary: isWord(previous) == isWord(next)
        case nil: false
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar else { return false }
        return ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "_"
    }
}

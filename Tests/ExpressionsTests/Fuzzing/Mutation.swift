/// Changes texts at random: what comes out is often nearly right, which is where readers go wrong.
struct Mutation {
    let corpus: [String]
    /// Put in whole, because no single character leads there.
    let pieces: [String]
    let lengthLimit = 600

    func text(_ random: inout SeededGenerator) -> String {
        var scalars = Array((corpus.randomElement(using: &random) ?? "").unicodeScalars)
        for _ in 0..<Int.random(in: 1...6, using: &random) { change(&scalars, &random) }
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars.prefix(lengthLimit))
        return text
    }

    private func change(_ scalars: inout [Unicode.Scalar], _ random: inout SeededGenerator) {
        let range = part(of: scalars, &random)
        switch Int.random(in: 0..<9, using: &random) {
        case 0: scalars.removeSubrange(range)
        case 1: scalars.insert(contentsOf: scalars[range], at: range.upperBound)
        case 2: scalars.insert(contentsOf: (pieces.randomElement(using: &random) ?? "").unicodeScalars, at: range.lowerBound)
        case 3: scalars.replaceSubrange(range, with: (pieces.randomElement(using: &random) ?? "").unicodeScalars)
        case 4:
            let other = Array((corpus.randomElement(using: &random) ?? "").unicodeScalars)
            scalars.replaceSubrange(range, with: other[part(of: other, &random)])
        case 5:
            let count = Int.random(in: 1...60, using: &random)
            let piece = Array(
                ["(", "[", "!", "-", "(a?)", "x.", "[0]", "{1:"].randomElement(using: &random)?.unicodeScalars ?? "".unicodeScalars)
            for _ in 0..<count { scalars.insert(contentsOf: piece, at: range.lowerBound) }
        case 6:
            scalars.insert("(", at: range.lowerBound)
            scalars.insert(")", at: range.upperBound + 1)
        default:
            guard !scalars.isEmpty else { return }
            let place = Int.random(in: scalars.indices, using: &random)
            scalars[place] = Unicode.Scalar(UInt32.random(in: 0...0x17F, using: &random)) ?? "?"
        }
    }

    private func part(of scalars: [Unicode.Scalar], _ random: inout SeededGenerator) -> Range<Int> {
        let first = Int.random(in: 0...scalars.count, using: &random)
        return first..<min(scalars.count, first + Int.random(in: 0...12, using: &random))
    }
}

/// Changes texts at random: what comes out is often nearly right, which is where readers go wrong.
package struct TextMutation: Sendable {
    private let corpus: [[UInt8]]
    /// Put in whole, because no single byte leads there.
    private let pieces: [[UInt8]]
    private let changes: ClosedRange<Int>

    package init(corpus: [[UInt8]], pieces: [String], changes: ClosedRange<Int> = 1...4) {
        self.corpus = corpus
        self.changes = changes
        self.pieces = pieces.map { Array($0.utf8) }
    }

    package func text(_ random: inout SeededNumbers) -> [UInt8] {
        var text = corpus.randomElement(using: &random) ?? []
        for _ in 0..<Int.random(in: changes, using: &random) { change(&text, &random) }
        return text
    }

    private func change(_ text: inout [UInt8], _ random: inout SeededNumbers) {
        let range = part(of: text, &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: text.removeSubrange(range)
        case 1: text.insert(contentsOf: text[range], at: Int.random(in: 0...text.count, using: &random))
        case 2: text.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: range.lowerBound)
        case 3: text.replaceSubrange(range, with: pieces.randomElement(using: &random) ?? [])
        case 4:
            let other = corpus.randomElement(using: &random) ?? []
            text.replaceSubrange(range, with: other[part(of: other, &random)])
        case 5:
            let piece = pieces.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...100, using: &random) { text.insert(contentsOf: piece, at: range.lowerBound) }
        case 6:
            let second = part(of: text, &random)
            text.replaceSubrange(range, with: Array(text[second]))
        default:
            guard !text.isEmpty else { return }
            text[Int.random(in: text.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
    }

    private func part(of text: [UInt8], _ random: inout SeededNumbers) -> Range<Int> {
        let first = Int.random(in: 0...text.count, using: &random)
        return first..<min(text.count, first + Int.random(in: 0...12, using: &random))
    }
}

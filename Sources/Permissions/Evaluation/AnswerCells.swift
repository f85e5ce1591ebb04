/// What a `but not` takes away, at one object.
struct Subtraction {
    let rule: Int
    let entity: UInt32
}

/// Answers that rest on one another, worked out from below: each is certain, only possible, or neither so far.
///
/// A cell becomes true with its parts: with any one of them, or where it was made with a number of parts with all of them.
struct AnswerCells {
    private struct Cell {
        var missingCertain: Int32
        var missingPossible: Int32
        var isCertain = false
        var isPossible = false
        /// The last of the links up from here.
        var lastLink: Int32 = -1
        /// The number of what is taken away.
        var subtraction: Int32 = -1
    }

    private struct Link {
        let to: Int32
        let before: Int32
        /// The number of doubts about the link, or -1 when it holds.
        let doubts: Int32
    }

    private enum Verdict { case unasked, asked, none, doubtful, taken }

    private var cells: ContiguousArray<Cell> = []
    private var links: ContiguousArray<Link> = []
    private var doubtLists: ContiguousArray<ContiguousArray<Shortfall>> = []
    /// Doubts by cell, of what was found there and not below.
    private var ownDoubts: [Int: ContiguousArray<Shortfall>] = [:]
    private var subtractions: ContiguousArray<(subtraction: Subtraction, verdict: Verdict)> = []
    private var unasked: ContiguousArray<Int> = []
    private var waiting: ContiguousArray<(cell: Int, isCertain: Bool)> = []

    func isCertain(_ cell: Int) -> Bool { cells[cell].isCertain }

    func isPossible(_ cell: Int) -> Bool { cells[cell].isPossible }

    /// A cell that needs so many parts.
    mutating func add(parts: Int = 1) -> Int {
        cells.append(Cell(missingCertain: Int32(parts), missingPossible: Int32(parts)))
        return cells.count - 1
    }

    /// What the cell is given does not count before it is known what is taken away from it.
    mutating func guardPart(_ cell: Int, with subtraction: Subtraction) {
        cells[cell].subtraction = Int32(subtractions.count)
        subtractions.append((subtraction, .unasked))
    }

    /// Makes one cell a part of another. With doubts the other does not become certain by it.
    mutating func link(_ part: Int, doubts: ContiguousArray<Shortfall>, to cell: Int) {
        var number: Int32 = -1
        if !doubts.isEmpty {
            number = Int32(doubtLists.count)
            doubtLists.append(doubts)
        }
        let link = Link(to: Int32(cell), before: cells[part].lastLink, doubts: number)
        cells[part].lastLink = Int32(links.count)
        links.append(link)
        if cells[part].isPossible { count(link, isCertain: false) }
        if cells[part].isCertain { count(link, isCertain: true) }
        spread()
    }

    /// Adds a part whose answer is known.
    mutating func settle(_ cell: Int, _ outcome: Outcome, _ doubts: ContiguousArray<Shortfall>) {
        switch outcome {
        case .yes:
            countPart(of: cell, isCertain: false)
            countPart(of: cell, isCertain: true)
        case .failed:
            ownDoubts[cell, default: []] += doubts
            countPart(of: cell, isCertain: false)
        case .no, .circle: break
        }
        spread()
    }

    /// The next cell that was given something, with what may be taken away from it.
    mutating func nextSubtraction() -> (cell: Int, subtraction: Subtraction)? {
        unasked.popLast().map { ($0, subtractions[Int(cells[$0].subtraction)].subtraction) }
    }

    /// Says what is taken away.
    mutating func decide(_ cell: Int, _ taken: Outcome, _ doubts: ContiguousArray<Shortfall>) {
        let number = Int(cells[cell].subtraction)
        switch taken {
        case .yes, .circle: subtractions[number].verdict = .taken
        case .no: subtractions[number].verdict = .none
        case .failed:
            subtractions[number].verdict = .doubtful
            ownDoubts[cell, default: []] += doubts
        }
        raise(cell)
        spread()
    }

    private mutating func spread() {
        while let (cell, isCertain) = waiting.popLast() {
            var number = cells[cell].lastLink
            while number >= 0 {
                let link = links[Int(number)]
                count(link, isCertain: isCertain)
                number = link.before
            }
        }
    }

    private mutating func count(_ link: Link, isCertain: Bool) {
        guard !isCertain || link.doubts < 0 else { return }
        countPart(of: Int(link.to), isCertain: isCertain)
    }

    private mutating func countPart(of cell: Int, isCertain: Bool) {
        if isCertain { cells[cell].missingCertain -= 1 } else { cells[cell].missingPossible -= 1 }
        raise(cell)
    }

    /// Makes the cell what its parts allow.
    private mutating func raise(_ number: Int) {
        let cell = cells[number]
        var verdict = Verdict.none
        if cell.subtraction >= 0 {
            verdict = subtractions[Int(cell.subtraction)].verdict
            // The first thing given is the moment to ask.
            if verdict == .unasked, cell.missingPossible <= 0 {
                subtractions[Int(cell.subtraction)].verdict = .asked
                unasked.append(number)
            }
        }
        if cell.missingPossible <= 0, !cell.isPossible, verdict == .none || verdict == .doubtful {
            cells[number].isPossible = true
            waiting.append((number, false))
        }
        if cell.missingCertain <= 0, !cell.isCertain, verdict == .none {
            cells[number].isCertain = true
            waiting.append((number, true))
        }
    }

    /// Why a possible cell is not certain.
    func doubts(about root: Int) -> ContiguousArray<Shortfall> {
        var parts = [[(part: Int, doubts: Int32)]](repeating: [], count: cells.count)
        for part in cells.indices where cells[part].isPossible {
            var number = cells[part].lastLink
            while number >= 0 {
                parts[Int(links[Int(number)].to)].append((part, links[Int(number)].doubts))
                number = links[Int(number)].before
            }
        }
        var found: ContiguousArray<Shortfall> = []
        var met = Set([root])
        var open = [root]
        while let cell = open.popLast() {
            found += ownDoubts[cell] ?? []
            for (part, doubts) in parts[cell] {
                if doubts >= 0 { found += doubtLists[Int(doubts)] }
                if !cells[part].isCertain, met.insert(part).inserted { open.append(part) }
            }
        }
        return found
    }
}

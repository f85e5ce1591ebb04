/// The sets that hold a question's subject, such as the groups of a user and the groups around those; found once for one subject.
///
/// Which sets a user is in is a short list in nearly every graph, while a set may hold very many. So a search that comes to sets
/// compares them with this list and does not walk down through them.
struct SubjectSets {
    /// More sets than that, or more ways to them, and the search walks down instead.
    static let limit = 32
    static let stepLimit = 128

    private enum State { case unknown, known, unusable }

    private var state = State.unknown
    private var count = 0
    /// One bit for each set's entity, so that most others are told apart by one look.
    private var filter: UInt64 = 0
    /// How many steps the farthest of them is away from the subject.
    private(set) var distance = 0
    private var nodes = InlineArray<32, UInt64>(repeating: 0)

    /// Sets that are never compared with.
    static var none: SubjectSets {
        var sets = SubjectSets()
        sets.state = .unusable
        return sets
    }

    /// True when the sets of the subject are known, perhaps since now.
    @inline(__always)
    mutating func isUsable(_ subject: SubjectNumbers, in graph: Graph, remainingWork: Int) -> Bool {
        if state == .unknown { find(subject, in: graph, remainingWork: remainingWork) }
        return state == .known
    }

    @inline(__always)
    private static func bit(_ entity: UInt32) -> UInt64 { 1 << UInt64(entity & 63) }

    /// Whether this is one of the sets. Mutating as a way of saying "in place": a copy would be longer than the look.
    @inline(__always)
    mutating func contains(_ entity: UInt32, relation: Int32) -> Bool {
        guard filter & SubjectSets.bit(entity) != 0 else { return false }
        let node = Frontier.node(entity, relation)
        for index in 0..<count where nodes[index] == node { return true }
        return false
    }

    /// Whether one of the row is one of the sets.
    @inline(__always)
    mutating func meet(_ row: AdjacencyBlock.Row, relation: Int32) -> Bool {
        guard row.values.count > SubjectSets.shortRow else {
            for value in row.values where contains(value, relation: relation) { return true }
            return false
        }
        for index in 0..<count where Frontier.relation(nodes[index]) == Int(relation) && row.contains(Frontier.entity(nodes[index])) {
            return true
        }
        return false
    }

    /// Rows up to this length are compared value by value.
    private static let shortRow = 8

    @inline(never)
    private mutating func find(_ subject: SubjectNumbers, in graph: Graph, remainingWork: Int) {
        state = .unusable
        let program = graph.program
        guard subject.relation < 0, remainingWork > SubjectSets.stepLimit, !program.sets.areDecorated(in: graph) else { return }
        var steps = 0
        guard climb(from: subject.entity, program.sets.entries(ofKind: subject.kind), graph, &steps) else { return }
        if subject.wildcardKind >= 0 {
            guard climb(from: subject.wildcard, program.sets.entries(ofKind: Int(subject.wildcardKind)), graph, &steps) else { return }
        }
        var index = 0
        var levelEnd = 0
        while index < count {
            if index == levelEnd {
                distance += 1
                levelEnd = count
            }
            let node = nodes[index]
            index += 1
            let around = program.sets.steps(ofRelation: Frontier.relation(node))
            guard climb(from: Frontier.entity(node), around, graph, &steps) else { return }
        }
        state = .known
    }

    /// Adds the sets one step around an entity; false when there are too many.
    @inline(__always)
    private mutating func climb(from entity: UInt32, _ range: Range<Int32>, _ graph: Graph, _ taken: inout Int) -> Bool {
        var step = Int(range.lowerBound)
        let end = Int(range.upperBound)
        guard step < end else { return true }
        if graph.content.reverse.mayBeChanged(entity) { return climbWithChanges(from: entity, range, graph, &taken) }
        let steps = graph.program.sets.steps.start
        var rows = graph.content.reverse.block.rows(of: entity)
        guard var row = rows.next() else { return true }
        while true {
            let wanted = steps[step].edgeClass
            if row.edgeClass < wanted {
                guard let next = rows.next() else { return true }
                row = next
                continue
            }
            if row.edgeClass == wanted {
                taken += row.values.count
                guard taken <= SubjectSets.stepLimit else { return false }
                for object in row.values {
                    guard insert(object, steps[step].to) else { return false }
                }
            }
            step += 1
            if step == end { return true }
        }
    }

    @inline(never)
    private mutating func climbWithChanges(from entity: UInt32, _ range: Range<Int32>, _ graph: Graph, _ taken: inout Int) -> Bool {
        for index in range {
            let step = graph.program.sets.steps[Int(index)]
            var isWithin = true
            graph.content.reverse.forEach(entity, step.edgeClass) { object in
                taken += 1
                isWithin = taken <= SubjectSets.stepLimit && insert(object, step.to)
                return isWithin
            }
            guard isWithin else { return false }
        }
        return true
    }

    /// False when there is no room.
    @inline(__always)
    private mutating func insert(_ entity: UInt32, _ relation: Int32) -> Bool {
        if contains(entity, relation: relation) { return true }
        guard count < SubjectSets.limit else { return false }
        nodes[count] = Frontier.node(entity, relation)
        filter |= SubjectSets.bit(entity)
        count += 1
        return true
    }
}

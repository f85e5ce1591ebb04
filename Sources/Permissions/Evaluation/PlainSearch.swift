/// Answers a question about a plain relation while every edge it meets counts, in numbers only.
///
/// It goes breadth first from the object, and compares sets of subjects with those that hold the subject. It never says more than
/// it knows: what depends on a condition, an expiry or a limit is undecided and left to `CheckEvaluation`.
struct PlainSearch {
    enum Answer { case yes, no, undecided }

    /// A search that needs more is left to `CheckEvaluation`, which looks at the clock.
    static let mostWork = 200_000

    private let graph: Graph
    private let subject: SubjectNumbers
    private let programs: UnsafePointer<PlainProgram.Program>
    private let steps: UnsafePointer<PlainProgram.Step>
    /// Nodes and edges that may be looked at.
    private var remainingWork: Int
    /// How many steps the search is away from its object, if that is counted.
    private var distance = 0

    @inline(__always)
    private init(_ graph: Graph, _ subject: SubjectNumbers, work: Int) {
        self.graph = graph
        self.subject = subject
        programs = graph.program.plain.programs.start
        steps = graph.program.plain.steps.start
        remainingWork = work
    }

    /// Whether the object itself names the subject.
    @inline(__always)
    static func holds(_ graph: Graph, program number: Int32, at entity: UInt32, subject: SubjectNumbers) -> Bool {
        let search = PlainSearch(graph, subject, work: 1)
        return search.holds(search.programs[Int(number)], at: entity)
    }

    /// The rest of a question after `holds`.
    ///
    /// - Parameter work: What may be looked at, and afterwards what is left of that; none when it was not enough.
    @inline(never)
    static func walk(
        _ graph: Graph, program number: Int32, at entity: UInt32, subject: SubjectNumbers, sets: inout SubjectSets, work: inout Int
    ) -> Answer {
        var search = PlainSearch(graph, subject, work: work)
        let answer = search.walk(from: number, at: entity, &sets, isCounting: false)
        work = search.remainingWork
        return answer
    }

    /// Whether the subject is certainly found in less than so many steps as OpenFGA counts them; false says nothing.
    ///
    /// A no of this search says nothing because it compares sets with those of the subject, where OpenFGA would have walked down through
    /// them, perhaps too deep.
    @inline(never)
    static func holds(
        within dispatches: Int, _ graph: Graph, program number: Int32, at entity: UInt32, subject: SubjectNumbers, work: Int
    ) -> Bool {
        let plain = graph.program.plain
        if holds(graph, program: number, at: entity, subject: subject) { return plain.longestTest < dispatches }
        var search = PlainSearch(graph, subject, work: work)
        var sets = SubjectSets()
        guard search.walk(from: number, at: entity, &sets, isCounting: true) == .yes else { return false }
        return (search.distance + sets.distance) * plain.longestFollow + plain.longestTest < dispatches
    }

    /// Compiled once with and once without a count of the steps it goes away.
    @inline(__always)
    private mutating func walk(from number: Int32, at entity: UInt32, _ sets: inout SubjectSets, isCounting: Bool) -> Answer {
        let program = programs[Int(number)]
        if isUncertain(program, at: entity) { return .undecided }
        if program.follows.start == program.follows.end { return .no }
        return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Frontier.inlineCapacity) { memory in
            var frontier = Frontier(memory: memory)
            _ = frontier.insert(Frontier.node(entity, number))
            if expand(program, at: entity, &frontier, &sets) { return .yes }
            var index = 1
            var levelEnd = 1
            while index < frontier.count {
                if isCounting, index == levelEnd {
                    distance += 1
                    levelEnd = frontier.count
                }
                remainingWork -= 1
                guard remainingWork > 0 else { return .undecided }
                let node = frontier[index]
                let entity = Frontier.entity(node)
                let program = programs[Frontier.relation(node)]
                if holds(program, at: entity) { return .yes }
                if isUncertain(program, at: entity) { return .undecided }
                if expand(program, at: entity, &frontier, &sets) { return .yes }
                index += 1
            }
            return remainingWork > 0 ? .no : .undecided
        }
    }

    /// Both the rows of an entity and the steps of a program are in ascending order of their classes.
    @inline(__always)
    private func holds(_ program: PlainProgram.Program, at entity: UInt32) -> Bool {
        if graph.content.forward.mayBeChanged(entity) { return holdsWithChanges(program, at: entity) }
        var step = steps + Int(program.tests.start)
        let end = steps + Int(program.tests.end)
        var rows = graph.content.forward.block.rows(of: entity)
        guard step < end else { return false }
        while let row = rows.next() {
            while step.pointee.edgeClass < row.edgeClass {
                step += 1
                if step == end { return false }
            }
            while step.pointee.edgeClass == row.edgeClass {
                if row.contains(step.pointee.target == PlainProgram.Step.subject ? subject.entity : subject.wildcard) { return true }
                step += 1
                if step == end { return false }
            }
        }
        return false
    }

    /// Goes one step on; true when an edge leads to a set that is known to hold the subject.
    @inline(__always)
    private mutating func expand(
        _ program: PlainProgram.Program, at entity: UInt32, _ frontier: inout Frontier, _ sets: inout SubjectSets
    ) -> Bool {
        if graph.content.forward.mayBeChanged(entity) { return expandWithChanges(program, at: entity, &frontier, &sets) }
        var step = steps + Int(program.follows.start)
        let end = steps + Int(program.follows.end)
        var rows = graph.content.forward.block.rows(of: entity)
        guard step < end else { return false }
        while let row = rows.next() {
            while step.pointee.edgeClass < row.edgeClass {
                step += 1
                if step == end { return false }
            }
            while step.pointee.edgeClass == row.edgeClass {
                if step.pointee.set >= 0, sets.isUsable(subject, in: graph, remainingWork: remainingWork) {
                    if sets.meet(row, relation: step.pointee.set) { return true }
                } else {
                    guard remainingWork > row.values.count else {
                        remainingWork = 0
                        return false
                    }
                    remainingWork -= row.values.count
                    for value in row.values { _ = frontier.insert(Frontier.node(value, step.pointee.target)) }
                }
                step += 1
                if step == end { return false }
            }
        }
        return false
    }

    @inline(never)
    private func holdsWithChanges(_ program: PlainProgram.Program, at entity: UInt32) -> Bool {
        for index in program.tests.indices {
            let step = graph.program.plain.steps[index]
            let value = step.target == PlainProgram.Step.subject ? subject.entity : subject.wildcard
            if graph.content.forward.contains(entity, step.edgeClass, value) { return true }
        }
        return false
    }

    @inline(never)
    private mutating func expandWithChanges(
        _ program: PlainProgram.Program, at entity: UInt32, _ frontier: inout Frontier, _ sets: inout SubjectSets
    ) -> Bool {
        // A reference of its own: the closure may change `self`, which would take a copy of what it goes through.
        let graph = graph
        for index in program.follows.indices {
            let step = graph.program.plain.steps[index]
            let comparesSets = step.set >= 0 && sets.isUsable(subject, in: graph, remainingWork: remainingWork)
            var isFound = false
            graph.content.forward.forEach(entity, step.edgeClass) { value in
                if comparesSets {
                    isFound = sets.contains(value, relation: step.set)
                    return !isFound
                }
                guard remainingWork > 0 else { return false }
                remainingWork -= 1
                _ = frontier.insert(Frontier.node(value, step.target))
                return true
            }
            if isFound { return true }
        }
        return false
    }

    /// Whether an edge that counts only sometimes may matter at the object.
    @inline(__always)
    private func isUncertain(_ program: PlainProgram.Program, at entity: UInt32) -> Bool {
        graph.content.decorated.isEmpty ? false : hasDecorated(program, at: entity)
    }

    @inline(never)
    private func hasDecorated(_ program: PlainProgram.Program, at entity: UInt32) -> Bool {
        for index in program.decorated.indices {
            let step = graph.program.plain.steps[index]
            guard graph.content.classes.counts[Int(step.edgeClass)] > 0,
                let row = graph.content.decorated[Adjacency.key(entity, step.edgeClass)]
            else { continue }
            switch step.target {
            case PlainProgram.Step.subject: if row.subjects.contains(subject.entity) { return true }
            case PlainProgram.Step.wildcard: if row.subjects.contains(subject.wildcard) { return true }
            default: return true
            }
        }
        return false
    }
}

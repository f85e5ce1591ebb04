/// Answers of plain searches that a walk has found before the candidates of a list are checked.
final class KnownAnswers: Sendable {
    /// Subjects of one search at one object.
    struct SubjectSet: Sendable {
        let subjects: NodeQueue
        let isEmptyOfCircles: Bool

        init(subjects: NodeQueue, isEmptyOfCircles: Bool) {
            self.subjects = subjects
            self.isEmptyOfCircles = isEmptyOfCircles
        }
    }

    /// Nodes the subject has for certain.
    private let reached: NodeQueue?
    private let object: UInt32
    private let sets: [Int: SubjectSet]

    init(reached: NodeQueue) {
        self.reached = reached
        object = SubjectNumbers.unknownSubject
        sets = [:]
    }

    init(object: UInt32, sets: [Int: SubjectSet]) {
        reached = nil
        self.object = object
        self.sets = sets
    }

    /// Nil when the search has to be made.
    func outcome(of number: Int, _ search: ModelProgram.Search, at entity: UInt32, _ program: ModelProgram, _ subject: SubjectNumbers)
        -> Outcome?
    {
        if let reached {
            for index in search.selves where reached.contains(Frontier.node(entity, program.selves[index])) { return .yes }
            return nil
        }
        guard entity == object, let set = sets[number] else { return nil }
        if set.subjects.contains(UInt64(subject.entity) + 1) { return .yes }
        if subject.wildcardKind >= 0, set.subjects.contains(UInt64(subject.wildcard) + 1) { return .yes }
        return set.isEmptyOfCircles ? .no : nil
    }
}

extension KnownAnswers {
    /// The subjects of every search that the relation's rule makes at the object itself, for subjects of two kinds. A search that
    /// meets a failing condition, or more than the given work, is left to be made for each candidate.
    convenience init(object: UInt32, relation: Int, object kind: Int32, wildcard: Int32, walk: inout ListWalk, work: Int) {
        var sets: [Int: SubjectSet] = [:]
        for number in walk.graph.program.searches(of: relation) {
            let search = walk.graph.program.searches[number]
            guard let subjects = walk.subjects(of: number, at: object, kind, wildcard, work: work) else { continue }
            sets[number] = SubjectSet(subjects: subjects, isEmptyOfCircles: !search.circlesMatter)
        }
        self.init(object: object, sets: sets)
    }
}

extension ModelProgram {
    /// The searches made at the same object for a relation that is not plain.
    fileprivate func searches(of relation: Int) -> Set<Int> {
        guard !relations[relation].isPlain else { return [] }
        var found: Set<Int> = []
        var waiting = [relations[relation].entry]
        var met: Set<Int> = []
        while let rule = waiting.popLast() {
            guard met.insert(rule).inserted else { continue }
            switch rules[rule] {
            case .search(let number): found.insert(number)
            case .call(let other): waiting.append(relations[other].entry)
            case .follow: break
            case .union(let parts), .intersection(let parts): waiting += children[parts]
            case .exclusion(let base, let subtracted): waiting += [base, subtracted]
            }
        }
        return found
    }
}

extension ListWalk {
    /// All subjects of two kinds in a search; nil when that takes more than the given work or a condition fails.
    fileprivate mutating func subjects(of number: Int, at object: UInt32, _ kind: Int32, _ wildcard: Int32, work: Int) -> NodeQueue? {
        let program = graph.program
        let end = evaluation.work + work
        var found = NodeQueue()
        var nodes = NodeQueue()
        var hasFailed = false
        var search = program.searches[number]
        var entity = object
        var index = 0
        while true {
            for test in program.tests[search.tests] where test.kind == kind || test.kind == wildcard {
                forEachSubject(of: entity, along: test.edges) { subject, outcome in
                    if outcome == .yes { found.insert(UInt64(subject) + 1, depth: 0) } else { hasFailed = true }
                }
            }
            for follow in program.follows[search.follows] where program.isWorthFollowing(follow, kind: Int(kind)) {
                guard follow.edges.edgeClass != 0 else {
                    nodes.insert(Frontier.node(entity, follow.relation), depth: 0)
                    continue
                }
                forEachSubject(of: entity, along: follow.edges) { next, outcome in
                    if outcome == .yes { nodes.insert(Frontier.node(next, follow.relation), depth: 0) } else { hasFailed = true }
                }
            }
            guard !hasFailed, !evaluation.isAborted, evaluation.work <= end else { return nil }
            guard index < nodes.count else { return found }
            entity = Frontier.entity(nodes.nodes[index])
            search = program.searches[program.relations[Frontier.relation(nodes.nodes[index])].entry]
            index += 1
        }
    }
}

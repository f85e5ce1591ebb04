import Expressions

import struct Foundation.Date

/// One question on its way through a graph.
///
/// Plain relations are answered by a search without recursion. Others are rule trees; they recurse to a bounded depth, and what a
/// circle means in them depends on the way one came, so that results are kept for reuse only where no circle was met.
struct CheckEvaluation {
    /// Nodes that are not plain before the second, thorough attempt.
    static let quickNodeLimit = 5_000

    let graph: Graph
    let program: ModelProgram
    let subject: SubjectNumbers
    let context: [String: Value]
    let now: Date
    let limits: CheckLimits
    /// Why the whole question was given up.
    private var abortion: CheckFailure?
    /// Why the parts of the present answer that count could not be decided; bounded.
    private(set) var shortfalls: ContiguousArray<Shortfall> = []
    private(set) var work = 0
    /// The work at which the limits are looked at next.
    private var horizon: Int
    private var deadline: Int?
    private var nodeCount = 0
    private(set) var isAborted = false
    private(set) var needsThoroughAttempt = false
    /// Nodes above the present one that could be met again.
    var path: ContiguousArray<UInt64> = []
    private var circlesMet = 0
    /// The sets that hold the subject, when the question has come to one.
    var sets = SubjectSets()
    private let isThorough: Bool
    /// Whether a condition that cannot be decided matters only where the far side of its relationship may say yes.
    let looksBehindConditions: Bool
    private var results: [UInt64: Outcome] = [:]
    /// What stood behind the failures among `results`.
    private var failedResults: [UInt64: ContiguousArray<Shortfall>] = [:]
    /// What is known before the question is asked, if anything.
    var known: KnownAnswers?

    init(
        graph: Graph, subject: SubjectNumbers, question: Question, isThorough: Bool = false, looksBehindConditions: Bool = false
    ) {
        self.init(
            graph: graph, subject: subject, context: question.context, now: question.now, limits: question.limits, isThorough: isThorough,
            looksBehindConditions: looksBehindConditions)
    }

    init(
        graph: Graph, subject: SubjectNumbers, context: [String: Value], now: Date, limits: CheckLimits, isThorough: Bool = false,
        looksBehindConditions: Bool = false
    ) {
        self.graph = graph
        program = graph.program
        self.subject = subject
        self.context = context
        self.now = now
        self.limits = limits
        horizon = min(limits.work, CheckEvaluation.stepsPerLook)
        self.isThorough = isThorough
        // Steps are counted as OpenFGA does, and so are failures.
        self.looksBehindConditions = looksBehindConditions && limits.dispatches == nil
    }

    mutating func answer(_ object: UInt32, _ relation: Int) -> CheckResult {
        let outcome = evaluate(object, relation, depth: 0)
        return result(of: outcome)
    }

    /// The answer, after the question came to this.
    func result(of outcome: Outcome) -> CheckResult {
        if isAborted, let abortion { return .failed(abortion) }
        switch outcome {
        case .yes: return .allowed
        case .no, .circle: return .denied
        case .failed:
            return .failed(shortfalls.first?.failure ?? CheckFailure(.conditionFailed, "a condition could not be evaluated"))
        }
    }

    /// Makes ready for another question of the same subject; results that do not depend on the way to them are kept.
    mutating func startAgain() {
        work = 0
        horizon = min(limits.work, CheckEvaluation.stepsPerLook)
        deadline = nil
        nodeCount = 0
        isAborted = false
        needsThoroughAttempt = false
        abortion = nil
        if !shortfalls.isEmpty { shortfalls.removeAll(keepingCapacity: true) }
        if !path.isEmpty { path.removeAll(keepingCapacity: true) }
    }

    /// Makes ready for another part of the same question; the work goes on counting.
    mutating func forgetShortfalls() { shortfalls.removeAll(keepingCapacity: true) }

    private mutating func abort(_ failure: CheckFailure) {
        guard !isAborted else { return }
        isAborted = true
        abortion = failure
    }

    /// Notes why a part could not be decided.
    mutating func note(_ shortfall: Shortfall) {
        guard shortfalls.count < Shortfall.limit, !shortfalls.contains(shortfall) else { return }
        shortfalls.append(shortfall)
    }

    /// Forgets what was noted from the given place on.
    mutating func forgetShortfalls(from place: Int) {
        if shortfalls.count > place { shortfalls.removeSubrange(place...) }
    }

    /// Runs `body` and answers what it noted, which is not noted yet.
    mutating func noting<Result>(_ body: (inout CheckEvaluation) -> Result) -> (Result, ContiguousArray<Shortfall>) {
        var noted: ContiguousArray<Shortfall> = []
        swap(&noted, &shortfalls)
        let result = body(&self)
        swap(&noted, &shortfalls)
        return (result, noted)
    }

    /// Steps from one look at the clock to the next.
    static let stepsPerLook = 4_096

    /// Counts a step; false when the question has used up its work or its time.
    @inline(__always)
    mutating func spend() -> Bool {
        work &+= 1
        return work <= horizon ? !isAborted : mayGoOn()
    }

    @inline(never)
    private mutating func mayGoOn() -> Bool {
        guard work <= limits.work else {
            abort(CheckFailure(.tooMuchWork, "the question needs more than \(limits.work) steps"))
            return false
        }
        let now = CheckLimits.now()
        // Most questions are answered before the first look, so the time begins with it.
        let end = deadline ?? min(limits.deadline ?? .max, now + limits.milliseconds * 1_000_000)
        deadline = end
        guard now < end else {
            abort(
                limits.exhaustion ?? CheckFailure(.tooMuchTime, "the question needs more than \(limits.milliseconds) milliseconds"))
            return false
        }
        horizon = min(limits.work, work + CheckEvaluation.stepsPerLook)
        return !isAborted
    }

    /// Counts steps that were taken elsewhere; the next `spend` looks at the limits.
    mutating func add(work steps: Int) { work &+= steps }

    /// The limit that was reached, if one was.
    var reachedLimit: CheckFailure? { isAborted ? abortion : nil }

    mutating func evaluate(_ entity: UInt32, _ number: Int, depth: Int) -> Outcome {
        guard program.isWorthAsking(number, kind: subject.kind) else { return .no }
        let relation = program.relations[number]
        guard !relation.isPlain else {
            return search(relation.entry, at: entity, root: Frontier.node(entity, Int32(number)), depth: depth)
        }
        if limits.dispatches != nil, isTooManyDispatches(depth) { return .failed }
        if subject.entity == entity, subject.relation == Int32(number) { return .yes }
        guard spend() else { return .failed }
        guard depth < limits.depth else {
            abort(CheckFailure(.tooDeep, "the question leads more than \(limits.depth) steps deep"))
            return .failed
        }
        guard relation.isRecursive else { return run(relation.entry, at: entity, depth: depth) }
        return evaluateRecursive(entity, number, entry: relation.entry, depth: depth)
    }

    private mutating func evaluateRecursive(_ entity: UInt32, _ number: Int, entry: Int, depth: Int) -> Outcome {
        let node = Frontier.node(entity, Int32(number))
        if path.contains(node) {
            circlesMet += 1
            return .circle
        }
        if isThorough, let known = results[node] {
            if known == .failed { failedResults[node]?.forEach { note($0) } }
            return known
        }
        nodeCount += 1
        if !isThorough, nodeCount > CheckEvaluation.quickNodeLimit {
            needsThoroughAttempt = true
            abort(CheckFailure(.tooMuchWork, "the question needs a thorough attempt"))
            return .failed
        }
        path.append(node)
        defer { path.removeLast() }
        guard isThorough else { return run(entry, at: entity, depth: depth) }
        let circlesBefore = circlesMet
        let (outcome, noted) = noting { $0.run(entry, at: entity, depth: depth) }
        if circlesMet == circlesBefore, !isAborted { keep(outcome, noted, of: node) }
        noted.forEach { note($0) }
        return outcome
    }

    private mutating func keep(_ outcome: Outcome, _ noted: ContiguousArray<Shortfall>, of node: UInt64) {
        if outcome == .failed {
            // How many steps are left differs from one way to the next.
            guard limits.dispatches == nil else { return }
            failedResults[node] = noted
        }
        results[node] = outcome
    }

    mutating func run(_ rule: Int, at entity: UInt32, depth: Int) -> Outcome {
        let noted = shortfalls.count
        let outcome = runRule(rule, at: entity, depth: depth)
        // What could not be decided does not matter where the rule was decided without it.
        if outcome != .failed { forgetShortfalls(from: noted) }
        return outcome
    }

    private mutating func runRule(_ rule: Int, at entity: UInt32, depth: Int) -> Outcome {
        switch program.rules[rule] {
        case .search(let number): search(number, at: entity, root: nil, depth: depth)
        case .call(let number): evaluate(entity, number, depth: depth + 1)
        case .follow(let follows): follow(follows, from: entity, depth: depth)
        case .union(let parts): runUnion(parts, at: entity, depth: depth)
        case .intersection(let parts): runIntersection(parts, at: entity, depth: depth)
        case .exclusion(let base, let subtracted): runExclusion(base, subtracted, at: entity, depth: depth)
        }
    }

    private mutating func runUnion(_ parts: Range<Int>, at entity: UInt32, depth: Int) -> Outcome {
        var outcome = Outcome.no
        for part in parts {
            outcome = outcome.or(run(program.children[part], at: entity, depth: depth))
            if outcome == .yes, !isThorough { return .yes }
        }
        return outcome
    }

    private mutating func runIntersection(_ parts: Range<Int>, at entity: UInt32, depth: Int) -> Outcome {
        var outcome = Outcome.yes
        for part in parts {
            outcome = outcome.and(run(program.children[part], at: entity, depth: depth))
            if outcome == .no, !isThorough { return .no }
        }
        return outcome
    }

    private mutating func runExclusion(_ base: Int, _ subtracted: Int, at entity: UInt32, depth: Int) -> Outcome {
        let base = run(base, at: entity, depth: depth)
        if base == .no || base == .circle, !isThorough { return base }
        return base.butNot(run(subtracted, at: entity, depth: depth))
    }

    private mutating func follow(_ follows: Range<Int>, from entity: UInt32, depth: Int) -> Outcome {
        var outcome = Outcome.no
        for index in follows {
            let follow = program.follows[index]
            guard program.isWorthFollowing(follow, kind: subject.kind) else { continue }
            if looksBehindConditions, follow.edges.condition >= 0 {
                outcome = outcome.or(followConditions(follow, from: entity, depth: depth))
                continue
            }
            for next in neighbours(of: entity, along: follow.edges, outcome: &outcome) {
                guard spend() else { return .failed }
                outcome = outcome.or(evaluate(next, Int(follow.relation), depth: depth + 1))
                if outcome == .yes, !isThorough { return .yes }
            }
        }
        return outcome
    }

    /// The far ends of edges that count now; a condition that fails to evaluate is added to `outcome`.
    mutating func neighbours(of entity: UInt32, along edges: ModelProgram.Edges, outcome: inout Outcome) -> ContiguousArray<UInt32> {
        var found: ContiguousArray<UInt32> = []
        guard graph.content.classes.counts[Int(edges.edgeClass)] > 0 else { return found }
        guard edges.isDecorated else {
            graph.content.forward.forEach(entity, edges.edgeClass) {
                found.append($0)
                return true
            }
            return found
        }
        guard let row = graph.content.decorated[Adjacency.key(entity, edges.edgeClass)] else { return found }
        for (index, next) in row.subjects.values.enumerated() {
            switch holds(row.decorations[index], condition: edges.condition) {
            case .yes: found.append(next)
            case .failed: outcome = outcome.or(.failed)
            case .no, .circle: break
            }
        }
        return found
    }

    /// What a condition may cost beside looking at its relationship: more counts as further steps, so that the limit of work bounds time.
    private static let conditionCostPerStep = 16

    /// Whether an edge with values of its own counts now.
    mutating func holds(_ decoration: DecoratedRow.Decoration, condition: Int32) -> Outcome {
        guard spend() else { return .failed }
        guard decoration.isVisible(at: now) else { return .no }
        guard condition >= 0 else { return .yes }
        guard !decoration.isAssumedToHold else { return .yes }
        var cost = 0
        defer { work &+= cost / CheckEvaluation.conditionCostPerStep }
        switch graph.model.definition.conditions[Int(condition)].evaluate(stored: decoration.context, request: context, addingTo: &cost) {
        case .holds: return .yes
        case .fails: return .no
        case .failed(let failure):
            let missing = failure.kind == .missingParameter ? missingParameters(of: Int(condition), stored: decoration.context) : []
            note(Shortfall(failure: failure, missing: missing))
            return .failed
        }
    }

    private func missingParameters(of condition: Int, stored: [String: Value]) -> [String] {
        let parameters = graph.model.definition.conditions[condition].parameters.keys
        return parameters.filter { stored[$0] == nil && context[$0] == nil }.sorted()
    }
}

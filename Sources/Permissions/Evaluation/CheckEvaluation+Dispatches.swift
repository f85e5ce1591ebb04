/// Counts steps as OpenFGA does, for its interface: every computed relation, parent and set of subjects is one step down.
extension CheckEvaluation {
    /// Notes the failure when `depth` is too deep.
    mutating func isTooManyDispatches(_ depth: Int) -> Bool {
        guard let dispatches = limits.dispatches, depth >= dispatches else { return false }
        let failure = CheckFailure(.tooDeep, "the question leads more than \(dispatches) steps deep")
        note(Shortfall(failure: failure, missing: []))
        return true
    }

    /// A search that goes through the nodes by their depth: a yes within the limit counts, else a node beyond it is a failure.
    mutating func countedSearch(_ number: Int, at entity: UInt32, depth: Int, dispatches: Int) -> Outcome {
        guard !isTooManyDispatches(depth) else { return .failed }
        var levels = [[(search: Int, entity: UInt32)]](repeating: [], count: max(1, dispatches - depth))
        levels[0] = [(number, entity)]
        var nearest: [UInt64: Int] = [:]
        var outcome = Outcome.no
        var level = 0
        while level < levels.count {
            var index = 0
            while index < levels[level].count {
                guard spend() else { return .failed }
                let (number, entity) = levels[level][index]
                index += 1
                let search = program.searches[number]
                outcome = outcome.or(look(search, at: entity, depth: depth + level))
                if outcome == .yes { return .yes }
                for follow in program.follows[search.follows] where program.isWorthFollowing(follow, kind: subject.kind) {
                    let next = level + Int(follow.edges.computedSteps) + 1
                    let ends = follow.edges.edgeClass == 0 ? [entity] : neighbours(of: entity, along: follow.edges, outcome: &outcome)
                    for end in ends where spend() && next < nearest[Frontier.node(end, follow.relation), default: .max] {
                        nearest[Frontier.node(end, follow.relation)] = next
                        if isTooManyDispatches(depth + next) {
                            outcome = outcome.or(.failed)
                        } else {
                            levels[next].append((program.relations[Int(follow.relation)].entry, end))
                        }
                    }
                }
            }
            level += 1
        }
        return outcome
    }

    /// One object, leaving out what lies behind too many computed relations: a yes before them counts, else they are a failure.
    private mutating func look(_ search: ModelProgram.Search, at entity: UInt32, depth: Int) -> Outcome {
        let dispatches = limits.dispatches ?? .max
        func isWithin(_ test: ModelProgram.Test) -> Bool { depth + Int(test.edges.computedSteps) < dispatches }
        guard !program.tests[search.tests].allSatisfy(isWithin) else { return look(search, at: entity) }
        func only(_ tests: Range<Int>) -> ModelProgram.Search {
            ModelProgram.Search(selves: search.selves, tests: tests, follows: search.follows, circlesMatter: search.circlesMatter)
        }
        var outcome = look(only(0..<0), at: entity)
        for index in search.tests where isWithin(program.tests[index]) && outcome != .yes {
            outcome = outcome.or(look(only(index..<index + 1), at: entity))
        }
        if outcome == .yes { return .yes }
        return outcome.or(isTooManyDispatches(dispatches) ? .failed : .no)
    }
}

/// Finds which relations somebody can have, in time proportional to the size of all definitions.
///
/// Every relation and every part of a definition is a node that waits for a number of others: one of them for `or`, all for `and` and
/// `but not`. A node that has what it needs is told to those that wait for it, once.
struct ReachSearch {
    private var needed: [Int]
    private var waiting: [[Int]]
    private var ready: [Int]
    private let uncertain: Set<Int>

    /// The first `count` nodes are the relations; those that are `uncertain` need nothing.
    init(count: Int, uncertain: Set<Int>) {
        needed = Array(repeating: 1, count: count)
        waiting = Array(repeating: [], count: count)
        ready = uncertain.filter { $0 < count }
        self.uncertain = uncertain
    }

    mutating func add(_ rule: Rule, of relation: RelationDefinition, for number: Int) {
        waiting[node(rule, of: relation)].append(number)
    }

    private mutating func node(_ rule: Rule, of relation: RelationDefinition) -> Int {
        switch rule {
        case .direct: direct(relation)
        case .computed(let number): number
        case .fromParent(let tupleset, let targets): node(needing: uncertain.contains(tupleset) ? 0 : 1, of: targets.map(\.relation))
        case .union(let parts): node(needing: 1, of: parts.map { node($0, of: relation) })
        case .intersection(let parts): node(needing: parts.count, of: parts.map { node($0, of: relation) })
        case .exclusion(let base, let subtracted): node(needing: 2, of: [node(base, of: relation), node(subtracted, of: relation)])
        }
    }

    /// Anybody of a type, or somebody who has one of the relations named.
    private mutating func direct(_ relation: RelationDefinition) -> Int {
        let relations = relation.restrictions.compactMap { if case .relation(let number) = $0.subject { number } else { nil } }
        return node(needing: relations.count < relation.restrictions.count ? 0 : 1, of: relations)
    }

    private mutating func node(needing count: Int, of parts: [Int]) -> Int {
        let number = needed.count
        needed.append(count)
        waiting.append([])
        for part in parts { waiting[part].append(number) }
        if count == 0 { ready.append(number) }
        return number
    }

    /// For every node whether it has what it needs; the relations come first.
    mutating func reached() -> [Bool] {
        var reached = [Bool](repeating: false, count: needed.count)
        while let number = ready.popLast() {
            guard !reached[number] else { continue }
            reached[number] = true
            for waiter in waiting[number] {
                needed[waiter] -= 1
                if needed[waiter] == 0 { ready.append(waiter) }
            }
        }
        return reached
    }
}

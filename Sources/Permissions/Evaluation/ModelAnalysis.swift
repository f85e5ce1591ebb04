/// What can be said about each relation of a model before any relationship is known.
struct ModelAnalysis {
    let kinds: SubjectKinds
    /// Combines with `or` only, and so does everything it leads to.
    private(set) var isPlain: [Bool]
    private(set) var isRecursive: [Bool]
    /// Stands, perhaps far down, in what a `but not` takes away; there a circle counts as a hit.
    private(set) var circlesMatter: [Bool]
    /// No `but not` it rests on takes away something that can come back to the same `but not`.
    private(set) var isLayered: [Bool]
    /// Kinds of subjects for which asking can have an effect.
    private(set) var worth: BitMatrix

    private let definition: ModelDefinition
    private let uses: [[Int]]

    init(_ definition: ModelDefinition) {
        self.definition = definition
        let count = definition.relations.count
        kinds = SubjectKinds(typeCount: definition.types.count, relationCount: count)
        uses = definition.relations.map { Array(Set(ModelAnalysis.uses(of: $0.rule, in: $0))) }
        isPlain = definition.relations.map { ModelAnalysis.isUnion($0.rule) }
        isRecursive = Array(repeating: false, count: count)
        circlesMatter = Array(repeating: false, count: count)
        isLayered = Array(repeating: true, count: count)
        worth = BitMatrix(rows: count, columns: kinds.count)
        let components = StronglyConnected.components(of: uses)
        var members = [[Int]](repeating: [], count: components.sizes.count)
        for number in 0..<count { members[components.component[number]].append(number) }
        markPlain(members)
        markCirclesMatter()
        markLayered(components)
        for number in 0..<count { isRecursive[number] = components.isOnCycle(number, edges: uses) }
        markWorth(members)
    }

    /// Relations a relation leads to, on the same object and through relationships.
    private static func uses(of rule: Rule, in relation: RelationDefinition) -> [Int] {
        switch rule {
        case .direct: relation.restrictions.compactMap { if case .relation(let number) = $0.subject { number } else { nil } }
        case .computed(let number): [number]
        case .fromParent(_, let targets): targets.map(\.relation)
        case .union(let parts), .intersection(let parts): parts.flatMap { uses(of: $0, in: relation) }
        case .exclusion(let base, let subtracted): uses(of: base, in: relation) + uses(of: subtracted, in: relation)
        }
    }

    private static func isUnion(_ rule: Rule) -> Bool {
        switch rule {
        case .direct, .computed, .fromParent: true
        case .union(let parts): parts.allSatisfy(isUnion)
        case .intersection, .exclusion: false
        }
    }

    /// Components are ordered so that what a relation leads to comes first.
    private mutating func markPlain(_ members: [[Int]]) {
        for component in members {
            let plain = component.allSatisfy { number in
                isPlain[number] && uses[number].allSatisfy { isPlain[$0] }
            }
            if !plain { for number in component { isPlain[number] = false } }
        }
    }

    /// Relations a rule takes away from others.
    private static func subtracted(in rule: Rule, of relation: RelationDefinition) -> [Int] {
        switch rule {
        case .direct, .computed, .fromParent: []
        case .union(let parts), .intersection(let parts): parts.flatMap { subtracted(in: $0, of: relation) }
        case .exclusion(let base, let taken): subtracted(in: base, of: relation) + uses(of: taken, in: relation)
        }
    }

    private mutating func markLayered(_ components: StronglyConnected) {
        for (number, relation) in definition.relations.enumerated() {
            let taken = ModelAnalysis.subtracted(in: relation.rule, of: relation)
            isLayered[number] = taken.allSatisfy { components.component[$0] != components.component[number] }
        }
        var isStable = false
        while !isStable {
            isStable = true
            for number in uses.indices where isLayered[number] && !uses[number].allSatisfy({ isLayered[$0] }) {
                isLayered[number] = false
                isStable = false
            }
        }
    }

    private mutating func markCirclesMatter() {
        var waiting = definition.relations.flatMap { ModelAnalysis.subtracted(in: $0.rule, of: $0) }
        while let number = waiting.popLast() {
            guard !circlesMatter[number] else { continue }
            circlesMatter[number] = true
            waiting += uses[number]
        }
    }

    private mutating func markWorth(_ members: [[Int]]) {
        for component in members {
            guard let first = component.first else { continue }
            for number in component {
                addOwnKinds(of: number, to: first)
                for used in uses[number] { worth.add(used, to: first) }
                let mayFail = definition.relations[number].restrictions.contains { $0.condition != nil } || usesConditionedParents(number)
                if mayFail || isRecursive[number] && circlesMatter[number] { worth.setAll(row: first) }
            }
            for number in component { worth.add(first, to: number) }
        }
    }

    private mutating func addOwnKinds(of number: Int, to row: Int) {
        worth[row, kinds.kind(of: .relation(number))] = true
        for restriction in definition.relations[number].restrictions {
            worth[row, kinds.kind(of: restriction.subject)] = true
            if case .wildcard(let type) = restriction.subject { worth[row, kinds.kind(of: .object(type: type))] = true }
        }
    }

    private func usesConditionedParents(_ number: Int) -> Bool {
        func conditioned(_ rule: Rule) -> Bool {
            switch rule {
            case .direct, .computed: false
            case .fromParent(_, let targets): targets.contains { $0.restriction.condition != nil }
            case .union(let parts), .intersection(let parts): parts.contains(where: conditioned)
            case .exclusion(let base, let subtracted): conditioned(base) || conditioned(subtracted)
            }
        }
        return conditioned(definition.relations[number].rule)
    }
}

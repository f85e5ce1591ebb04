/// Translates the rules of a model into the steps of a walk.
struct WalkProgramBuilder {
    let definition: ModelDefinition
    let kinds: SubjectKinds
    let classes: EdgeClassTable
    private(set) var parts: [[WalkProgram.Step]]
    private(set) var subjects: [[WalkProgram.Test]]
    private(set) var uses: [[WalkProgram.Step]]
    private(set) var entries: [[WalkProgram.Test]]

    /// How far a rule is followed to see whether it accepts everybody of a type.
    private static let lookahead = 3

    init(definition: ModelDefinition, kinds: SubjectKinds, classes: EdgeClassTable) {
        self.definition = definition
        self.kinds = kinds
        self.classes = classes
        parts = Array(repeating: [], count: definition.relations.count)
        subjects = parts.map { _ in [] }
        uses = parts
        entries = Array(repeating: [], count: kinds.count)
    }

    mutating func collect(_ rule: Rule, of number: Int, role: WalkProgram.Role) {
        switch rule {
        case .direct: collectDirect(of: number, role: role)
        case .computed(let other): addStep(.sameObject, from: number, to: other, role: role)
        case .fromParent(let tupleset, let targets):
            for target in targets { addSteps(target.restriction, of: tupleset, from: number, to: target.relation, role: role) }
        case .union(let rules): for rule in rules { collect(rule, of: number, role: role) }
        case .intersection(let rules):
            // Everything a walk up meets through one part is a candidate, so the part that accepts fewest leads.
            let leader = rules.firstIndex { !acceptsEverybody($0, of: number, depth: 0) } ?? 0
            for (index, rule) in rules.enumerated() {
                collect(rule, of: number, role: WalkProgramBuilder.part(of: role, leads: index == leader))
            }
        case .exclusion(let base, let subtracted):
            collect(base, of: number, role: WalkProgramBuilder.part(of: role, leads: true))
            collect(subtracted, of: number, role: .subtracted)
        }
    }

    private static func part(of role: WalkProgram.Role, leads: Bool) -> WalkProgram.Role {
        switch role {
        case .certain, .leading: leads ? .leading : .following
        case .following, .subtracted: role
        }
    }

    private mutating func collectDirect(of number: Int, role: WalkProgram.Role) {
        for restriction in definition.relations[number].restrictions {
            if case .relation(let target) = restriction.subject {
                addSteps(restriction, of: number, from: number, to: target, role: role)
                continue
            }
            let kind = kinds.kind(of: restriction.subject)
            for edges in edges(restriction, of: number) {
                subjects[number].append(WalkProgram.Test(edges: edges, target: Int32(kind), role: role))
                entries[kind].append(WalkProgram.Test(edges: edges, target: Int32(number), role: role))
            }
        }
    }

    private mutating func addSteps(
        _ restriction: Restriction, of relation: Int, from number: Int, to target: Int, role: WalkProgram.Role
    ) {
        for edges in edges(restriction, of: relation) { addStep(edges, from: number, to: target, role: role) }
    }

    private mutating func addStep(_ edges: ModelProgram.Edges, from number: Int, to target: Int, role: WalkProgram.Role) {
        parts[number].append(WalkProgram.Step(edges: edges, relation: Int32(target), role: role))
        uses[target].append(WalkProgram.Step(edges: edges, relation: Int32(number), role: role))
    }

    private func edges(_ restriction: Restriction, of number: Int) -> [ModelProgram.Edges] {
        [false, true].compactMap { expires in
            let edgeClass = definition.edgeClass(restriction, of: number, expires: expires)
            guard let known = classes.number(of: edgeClass) else { return nil }
            return ModelProgram.Edges(
                edgeClass: known, isDecorated: edgeClass.isDecorated, condition: Int32(restriction.condition ?? -1))
        }
    }

    private func acceptsEverybody(_ rule: Rule, of number: Int, depth: Int) -> Bool {
        guard depth < WalkProgramBuilder.lookahead else { return false }
        switch rule {
        case .direct:
            return definition.relations[number].restrictions.contains { if case .wildcard = $0.subject { true } else { false } }
        case .computed(let other): return acceptsEverybody(definition.relations[other].rule, of: other, depth: depth + 1)
        case .fromParent: return false
        case .union(let rules): return rules.contains { acceptsEverybody($0, of: number, depth: depth) }
        case .intersection(let rules): return rules.allSatisfy { acceptsEverybody($0, of: number, depth: depth) }
        case .exclusion(let base, _): return acceptsEverybody(base, of: number, depth: depth)
        }
    }
}

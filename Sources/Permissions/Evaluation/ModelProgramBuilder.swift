/// Translates the rules of a model into the tables of a program.
struct ModelProgramBuilder {
    /// Relations of one object that one search looks at together; more are asked one after the other.
    static let inlineLimit = 24

    let definition: ModelDefinition
    let analysis: ModelAnalysis
    var content: GraphContent
    private(set) var searches: ContiguousArray<ModelProgram.Search> = []
    private(set) var tests: ContiguousArray<ModelProgram.Test> = []
    private(set) var follows: ContiguousArray<ModelProgram.Follow> = []
    private(set) var selves: ContiguousArray<Int32> = []
    private(set) var rules: ContiguousArray<ModelProgram.Rule> = []
    private(set) var children: ContiguousArray<Int> = []

    init(definition: ModelDefinition, analysis: ModelAnalysis, content: GraphContent) {
        self.definition = definition
        self.analysis = analysis
        self.content = content
    }

    /// The parts of a union: what one search can do, and what needs rules.
    private struct Parts {
        /// Whether they stand in what a `but not` takes away.
        let circlesMatter: Bool
        /// Computed relations between the relation and the part looked at now.
        var computedSteps: UInt8 = 0
        var selves: [Int32] = []
        var tests: [ModelProgram.Test] = []
        var follows: [ModelProgram.Follow] = []
        var ruleFollows: [ModelProgram.Follow] = []
        var rules: [Int] = []
    }

    /// The number of the relation's search when it is plain, else of its rule.
    mutating func compile(_ number: Int) -> Int {
        var parts = Parts(circlesMatter: analysis.circlesMatter[number])
        collect(definition.relations[number].rule, of: number, into: &parts)
        if analysis.isPlain[number] {
            parts.selves.append(Int32(number))
            return addSearch(parts)
        }
        return addUnion(parts)
    }

    private mutating func compile(_ rule: Rule, of number: Int, circlesMatter: Bool) -> Int {
        var parts = Parts(circlesMatter: circlesMatter)
        collect(rule, of: number, into: &parts)
        return addUnion(parts)
    }

    private mutating func collect(_ rule: Rule, of number: Int, into parts: inout Parts) {
        switch rule {
        case .direct:
            collectDirect(of: number, into: &parts)
        case .computed(let other):
            collectComputed(other, into: &parts)
        case .fromParent(let tupleset, let targets):
            for target in targets { add(target.restriction, of: tupleset, leadingTo: target.relation, into: &parts) }
        case .union(let rules):
            for rule in rules { collect(rule, of: number, into: &parts) }
        case .intersection(let rules):
            let numbers = rules.map { compile($0, of: number, circlesMatter: parts.circlesMatter) }
            parts.rules.append(addRule(.intersection(addChildren(numbers))))
        case .exclusion(let base, let subtracted):
            let base = compile(base, of: number, circlesMatter: parts.circlesMatter)
            let subtracted = compile(subtracted, of: number, circlesMatter: true)
            parts.rules.append(addRule(.exclusion(base: base, subtracted: subtracted)))
        }
    }

    private mutating func collectDirect(of number: Int, into parts: inout Parts) {
        for restriction in definition.relations[number].restrictions {
            for edges in edges(restriction, of: number, parts.computedSteps) {
                parts.tests.append(ModelProgram.Test(kind: Int32(analysis.kinds.kind(of: restriction.subject)), edges: edges))
            }
            if case .relation(let target) = restriction.subject {
                add(restriction, of: number, leadingTo: target, into: &parts)
            }
        }
    }

    private mutating func collectComputed(_ other: Int, into parts: inout Parts) {
        guard analysis.isPlain[other] else { return parts.rules.append(addRule(.call(other))) }
        guard !parts.selves.contains(Int32(other)) else { return }
        guard parts.selves.count < ModelProgramBuilder.inlineLimit else {
            var edges = ModelProgram.Edges.sameObject
            edges.computedSteps = parts.computedSteps
            return parts.follows.append(ModelProgram.Follow(edges: edges, relation: Int32(other)))
        }
        parts.selves.append(Int32(other))
        parts.computedSteps += 1
        collect(definition.relations[other].rule, of: other, into: &parts)
        parts.computedSteps -= 1
    }

    private mutating func add(_ restriction: Restriction, of number: Int, leadingTo target: Int, into parts: inout Parts) {
        for edges in edges(restriction, of: number, parts.computedSteps) {
            let follow = ModelProgram.Follow(edges: edges, relation: Int32(target))
            if analysis.isPlain[target] { parts.follows.append(follow) } else { parts.ruleFollows.append(follow) }
        }
    }

    /// The classes of one restriction: with and without expiry.
    private mutating func edges(_ restriction: Restriction, of number: Int, _ computedSteps: UInt8) -> [ModelProgram.Edges] {
        [false, true].map { expires in
            let edgeClass = definition.edgeClass(restriction, of: number, expires: expires)
            return ModelProgram.Edges(
                edgeClass: content.internClass(edgeClass), isDecorated: edgeClass.isDecorated, computedSteps: computedSteps,
                condition: Int32(restriction.condition ?? -1))
        }
    }

    private mutating func addUnion(_ parts: Parts) -> Int {
        var numbers = parts.rules
        if !parts.ruleFollows.isEmpty {
            let start = follows.count
            follows.append(contentsOf: parts.ruleFollows)
            numbers.append(addRule(.follow(start..<follows.count)))
        }
        if !(parts.tests.isEmpty && parts.follows.isEmpty && parts.selves.isEmpty) {
            // The search comes first: it is the cheapest way to a yes.
            numbers.insert(addRule(.search(addSearch(parts))), at: 0)
        }
        return numbers.count == 1 ? numbers[0] : addRule(.union(addChildren(numbers)))
    }

    private mutating func addSearch(_ parts: Parts) -> Int {
        let starts = (selves: selves.count, tests: tests.count, follows: follows.count)
        selves.append(contentsOf: parts.selves)
        tests.append(contentsOf: parts.tests)
        follows.append(contentsOf: parts.follows)
        searches.append(
            ModelProgram.Search(
                selves: starts.selves..<selves.count, tests: starts.tests..<tests.count, follows: starts.follows..<follows.count,
                circlesMatter: parts.circlesMatter))
        return searches.count - 1
    }

    private mutating func addRule(_ rule: ModelProgram.Rule) -> Int {
        rules.append(rule)
        return rules.count - 1
    }

    private mutating func addChildren(_ numbers: [Int]) -> Range<Int> {
        let start = children.count
        children.append(contentsOf: numbers)
        return start..<children.count
    }
}

extension ModelDefinition {
    func edgeClass(_ restriction: Restriction, of number: Int, expires: Bool) -> EdgeClass {
        let relation = relations[number]
        let subjectType: Int
        let subject: EdgeClass.SubjectKind
        switch restriction.subject {
        case .object(let type): (subjectType, subject) = (type, .object)
        case .wildcard(let type): (subjectType, subject) = (type, .wildcard)
        case .relation(let number): (subjectType, subject) = (relations[number].type, .relation(relations[number].name))
        }
        return EdgeClass(
            objectType: types[relation.type].name, relation: relation.name, subjectType: types[subjectType].name, subject: subject,
            condition: restriction.condition.map { conditions[$0].name }, expires: expires)
    }
}

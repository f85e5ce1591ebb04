/// The relations of a model that stand for sets of subjects, such as the members of a group, prepared to be walked up from a subject.
///
/// Such a relation is plain, names what it holds itself, and leads to sets only. Relations that come from a parent do not belong to
/// them, since a subject may have those to very many objects.
struct SetProgram: Sendable {
    /// From a kind of subject, or from a set's relation, to the relation of the set around it.
    struct Step: Sendable {
        let from: Int32
        let edgeClass: UInt32
        let to: Int32
    }

    private(set) var isSet: ContiguousArray<Bool>
    private(set) var entries: ContiguousArray<Step> = []
    private(set) var steps: ContiguousArray<Step> = []
    /// Classes whose edges count only sometimes; while one has edges sets are walked down.
    private var decorated: ContiguousArray<UInt32> = []

    init(
        relations: ContiguousArray<ModelProgram.Relation>, searches: ContiguousArray<ModelProgram.Search>,
        tests: ContiguousArray<ModelProgram.Test>, follows: ContiguousArray<ModelProgram.Follow>, classes: EdgeClassTable
    ) {
        isSet = ContiguousArray(relations.map(\.isPlain))
        func leadsToSets(_ follow: ModelProgram.Follow) -> Bool {
            guard follow.edges.edgeClass != 0, isSet[Int(follow.relation)] else { return false }
            if case .relation = classes[follow.edges.edgeClass].subject { return true }
            return false
        }
        // Each round takes away what leads to something taken away before.
        var isStable = false
        while !isStable {
            isStable = true
            for number in relations.indices where isSet[number] {
                guard !follows[searches[relations[number].entry].follows].allSatisfy(leadsToSets) else { continue }
                isSet[number] = false
                isStable = false
            }
        }
        for number in relations.indices where isSet[number] {
            let search = searches[relations[number].entry]
            for test in tests[search.tests] { add(test.edges, from: test.kind, to: number, isEntry: true) }
            for follow in follows[search.follows] { add(follow.edges, from: follow.relation, to: number, isEntry: false) }
        }
    }

    private mutating func add(_ edges: ModelProgram.Edges, from: Int32, to relation: Int, isEntry: Bool) {
        guard !edges.isDecorated else { return decorated.append(edges.edgeClass) }
        let step = Step(from: from, edgeClass: edges.edgeClass, to: Int32(relation))
        if isEntry { entries.append(step) } else { steps.append(step) }
    }

    func areDecorated(in graph: Graph) -> Bool {
        for index in decorated.indices where graph.content.classes.counts[Int(decorated[index])] > 0 { return true }
        return false
    }
}

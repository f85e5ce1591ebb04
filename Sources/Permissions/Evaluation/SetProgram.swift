/// The relations of a model that stand for sets of subjects, such as the members of a group, prepared to be walked up from a subject.
///
/// Such a relation is plain, names what it holds itself, and leads to sets only. Relations that come from a parent do not belong to
/// them, since a subject may have those to very many objects.
struct SetProgram: Sendable {
    /// From a kind of subject, or from a set's relation, to the relation of the set around it.
    struct Step: Sendable, BitwiseCopyable {
        let edgeClass: UInt32
        let to: Int32
    }

    let isSet: ContiguousArray<Bool>
    /// By what they lead from, then by ascending class.
    let steps: FixedArray<Step>
    private let entryRanges: ContiguousArray<Range<Int32>>
    private let stepRanges: ContiguousArray<Range<Int32>>
    /// Classes whose edges count only sometimes; while one has edges sets are walked down.
    private let decorated: ContiguousArray<UInt32>

    init(
        relations: ContiguousArray<ModelProgram.Relation>, searches: ContiguousArray<ModelProgram.Search>,
        tests: ContiguousArray<ModelProgram.Test>, follows: ContiguousArray<ModelProgram.Follow>, kinds: SubjectKinds,
        classes: EdgeClassTable
    ) {
        var isSet = ContiguousArray(relations.map(\.isPlain))
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
        var entries = [[Step]](repeating: [], count: kinds.count)
        var steps = [[Step]](repeating: [], count: relations.count)
        var decorated: ContiguousArray<UInt32> = []
        func add(_ edges: ModelProgram.Edges, to relation: Int, _ steps: inout [Step]) {
            guard !edges.isDecorated else { return decorated.append(edges.edgeClass) }
            steps.append(Step(edgeClass: edges.edgeClass, to: Int32(relation)))
        }
        for number in relations.indices where isSet[number] {
            let search = searches[relations[number].entry]
            for test in tests[search.tests] {
                add(test.edges, to: number, &entries[Int(test.kind)])
            }
            for follow in follows[search.follows] {
                add(follow.edges, to: number, &steps[Int(follow.relation)])
            }
        }
        self.isSet = isSet
        self.decorated = decorated
        var all: [Step] = []
        entryRanges = ContiguousArray(entries.map { SetProgram.append($0, to: &all) })
        stepRanges = ContiguousArray(steps.map { SetProgram.append($0, to: &all) })
        self.steps = FixedArray(all)
    }

    private static func append(_ added: [Step], to all: inout [Step]) -> Range<Int32> {
        let start = Int32(all.count)
        all += added.sorted { ($0.edgeClass, $0.to) < ($1.edgeClass, $1.to) }
        return start..<Int32(all.count)
    }

    /// The steps from a subject of a kind to the sets that name it.
    @inline(__always)
    func entries(ofKind kind: Int) -> Range<Int32> { entryRanges[kind] }

    /// The steps from a set to the sets that name it.
    @inline(__always)
    func steps(ofRelation relation: Int) -> Range<Int32> { stepRanges[relation] }

    func areDecorated(in graph: Graph) -> Bool {
        for index in decorated.indices where graph.content.classes.counts[Int(decorated[index])] > 0 { return true }
        return false
    }
}

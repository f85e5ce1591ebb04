/// A model prepared for questions: flat tables of numbers, so that a question allocates nothing and copies no reference.
///
/// Relations that combine with `or` only, and lead only to such relations, are *plain*: they are answered by one search over the
/// graph. The others are rule trees whose plain parts are searches.
final class ModelProgram: Sendable {
    /// One class of edges that may hold the subject itself.
    struct Test: Sendable {
        let kind: Int32
        let edges: Edges
    }

    /// One class of edges to go along, and the relation to ask at the other end.
    struct Follow: Sendable {
        let edges: Edges
        let relation: Int32
    }

    /// A class of edges under this model. The class number is zero for a step that stays on the object.
    struct Edges: Sendable {
        let edgeClass: UInt32
        let isDecorated: Bool
        /// Computed relations of the same object that were put into one search, on the way to these edges.
        var computedSteps: UInt8 = 0
        let condition: Int32

        static let sameObject = Edges(edgeClass: 0, isDecorated: false, condition: -1)
    }

    /// What is looked at on one object: is the subject the object's own relation, is it in a row, where does it go on.
    struct Search: Sendable {
        let selves: Range<Int>
        let tests: Range<Int>
        let follows: Range<Int>
        /// True when a circle in the relationships walked changes the answer.
        let circlesMatter: Bool
    }

    enum Rule: Sendable {
        case search(Int)
        /// Another relation of the same object that is not plain.
        case call(Int)
        /// Edges to relations that are not plain.
        case follow(Range<Int>)
        case union(Range<Int>)
        case intersection(Range<Int>)
        case exclusion(base: Int, subtracted: Int)
    }

    struct Relation: Sendable {
        /// The number of a search for a plain relation, of a rule for another one.
        let entry: Int
        let isPlain: Bool
        /// True when a question about it can come back to it through relationships.
        let isRecursive: Bool
        /// True when no `but not` beneath it takes away something that can come back to the same `but not`.
        let isLayered: Bool
        /// True when a circle may be more than a no for whoever asks.
        let circlesMatter: Bool
    }

    /// The classes of edges that one restriction of a relation accepts.
    struct RestrictionClasses: Sendable {
        let lasting: UInt32
        let expiring: UInt32
    }

    let relations: ContiguousArray<Relation>
    /// For each relation and each of its restrictions.
    let restrictionClasses: ContiguousArray<ContiguousArray<RestrictionClasses>>
    let searches: ContiguousArray<Search>
    let tests: ContiguousArray<Test>
    let follows: ContiguousArray<Follow>
    let selves: ContiguousArray<Int32>
    let rules: ContiguousArray<Rule>
    let children: ContiguousArray<Int>
    let kinds: SubjectKinds
    /// The relations that stand for sets of subjects.
    let sets: SetProgram
    /// The searches, prepared for each type of subject.
    let plain: PlainProgram
    /// The same model for lists.
    let walks: WalkProgram
    /// Numbers of the model's types among the graph's types.
    let graphTypes: ContiguousArray<UInt32>
    /// For each type of the model the entity that stands for everybody of it.
    let wildcards: ContiguousArray<UInt32>
    private let worth: BitMatrix

    init(_ definition: ModelDefinition, content: inout GraphContent) {
        let analysis = ModelAnalysis(definition)
        var builder = ModelProgramBuilder(definition: definition, analysis: analysis, content: content)
        let entries = definition.relations.indices.map { builder.compile($0) }
        var interned = builder.content
        restrictionClasses = ContiguousArray(
            definition.relations.enumerated().map { number, relation in
                ContiguousArray(
                    relation.restrictions.map { restriction in
                        RestrictionClasses(
                            lasting: interned.internClass(definition.edgeClass(restriction, of: number, expires: false)),
                            expiring: interned.internClass(definition.edgeClass(restriction, of: number, expires: true)))
                    })
            })
        content = interned
        walks = WalkProgram(definition, kinds: analysis.kinds, classes: content.classes)
        relations = ContiguousArray(
            definition.relations.indices.map { number in
                Relation(
                    entry: entries[number], isPlain: analysis.isPlain[number], isRecursive: analysis.isRecursive[number],
                    isLayered: analysis.isLayered[number], circlesMatter: analysis.circlesMatter[number])
            })
        searches = builder.searches
        tests = builder.tests
        follows = builder.follows
        selves = builder.selves
        rules = builder.rules
        children = builder.children
        sets = SetProgram(
            relations: relations, searches: builder.searches, tests: builder.tests, follows: builder.follows, kinds: analysis.kinds,
            classes: builder.content.classes)
        plain = PlainProgram(
            relations: relations, searches: builder.searches, tests: builder.tests, follows: builder.follows, kinds: analysis.kinds,
            sets: sets)
        kinds = analysis.kinds
        worth = analysis.worth
        let graphTypes = ContiguousArray(definition.types.map { content.internType($0.name) })
        self.graphTypes = graphTypes
        wildcards = ContiguousArray(graphTypes.map { content.internEntity(type: $0, id: "*") })
    }

    /// False when the relation can give the subject nothing: not true, not a failure, and no circle that would matter.
    @inline(__always)
    func isWorthAsking(_ relation: Int, kind: Int) -> Bool { worth[relation, kind] }

    /// An edge with a condition is looked at in any case, since the condition itself may fail.
    @inline(__always)
    func isWorthFollowing(_ follow: Follow, kind: Int) -> Bool {
        worth[Int(follow.relation), kind] || follow.edges.condition >= 0
    }
}

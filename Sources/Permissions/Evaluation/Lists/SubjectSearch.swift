/// Finds the candidates of a list of subjects and decides each.
struct SubjectSearch {
    /// A question's names in the numbers of the model.
    struct Numbers {
        let objectType: Int
        let relation: Int
        let subjectType: Int
        let subjectRelation: Int?
    }

    struct Candidate {
        let entity: UInt32
        /// The pass of the walk that found it.
        let pass: Int
    }

    private let graph: Graph
    private let object: UInt32
    private let numbers: Numbers
    private var walk: ForwardWalk
    private var checks: CandidateChecks
    /// The answer for `type:*`; denied when the walk did not meet it.
    private(set) var everybody = ConditionalResult.denied
    private let wildcard: UInt32

    init(graph: Graph, object: UInt32, numbers: Numbers, scope: QuestionScope) throws(CheckFailure) {
        self.graph = graph
        self.object = object
        self.numbers = numbers
        let kinds = graph.program.kinds
        wildcard = graph.program.wildcards[numbers.subjectType]
        let kind: Int
        let goal: ForwardWalk.Goal
        if let relation = numbers.subjectRelation {
            kind = kinds.kind(of: .relation(relation))
            goal = .sets(relation: relation)
        } else {
            kind = kinds.kind(of: .object(type: numbers.subjectType))
            goal = .subjects(object: Int32(kind), wildcard: Int32(kinds.wildcard(covering: kind)))
        }
        walk = try ForwardWalk(graph: graph, object: object, relation: numbers.relation, goal: goal, kind: kind, scope: scope)
        let anybody = graph.subjectNumbers(
            wildcard, type: numbers.subjectType, relation: numbers.subjectRelation ?? -1, isWildcard: numbers.subjectRelation == nil)
        checks = CandidateChecks(graph: graph, subject: anybody, scope: scope, relation: numbers.relation, after: walk.walk)
        if walk.contains(wildcard, ForwardWalk.certain) {
            everybody = .allowed
        } else if walk.contains(wildcard, ForwardWalk.possible) {
            everybody = try checks.check(anybody, object, numbers.relation)
        } else {
            return
        }
        try walk.mention()
    }

    /// Candidates from which on it is worth finding all subjects of a part at once.
    private static let prepareFrom = 2
    /// Steps that are not worth avoiding.
    private static let leastWork = 64

    /// Makes ready to check many candidates.
    mutating func prepare(for candidates: [Candidate]) {
        let count = candidates.count { $0.pass != ForwardWalk.certain }
        guard count >= SubjectSearch.prepareFrom, numbers.subjectRelation == nil else { return }
        let kinds = graph.program.kinds
        let kind = kinds.kind(of: .object(type: numbers.subjectType))
        var rest = walk.walk
        // What it costs to find them is bounded by what it costs to check the candidates one by one.
        checks.use(
            KnownAnswers(
                object: object, relation: numbers.relation, object: Int32(kind), wildcard: Int32(kinds.wildcard(covering: kind)),
                walk: &rest, work: max(SubjectSearch.leastWork, count * 8)))
    }

    /// In the order of the list, those after a position.
    func candidates(after: UInt64?) -> [Candidate] {
        var found: [Candidate] = []
        for pass in ForwardWalk.certain...ForwardWalk.mentioned {
            for entity in walk.found(pass) where after.map({ UInt64(entity) > $0 }) ?? true {
                found.append(Candidate(entity: entity, pass: pass))
            }
        }
        return found.sorted { $0.entity < $1.entity }
    }

    mutating func check(_ candidate: Candidate) throws(CheckFailure) -> ConditionalResult {
        if candidate.pass == ForwardWalk.certain { return .allowed }
        if candidate.entity == wildcard, numbers.subjectRelation == nil { return everybody }
        let subject = graph.subjectNumbers(
            candidate.entity, type: numbers.subjectType, relation: numbers.subjectRelation ?? -1, isWildcard: false)
        return try checks.check(subject, object, numbers.relation)
    }
}

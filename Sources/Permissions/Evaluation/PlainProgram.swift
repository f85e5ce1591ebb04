/// The searches of a model prepared for each type of subject: on an object, which classes of edges may hold the subject, and which
/// lead on. What cannot matter for the type is left out.
///
/// Steps are in ascending order of their classes, as the rows of an entity are, so that one pass over both finds what they share.
struct PlainProgram: Sendable {
    struct Step: Sendable, BitwiseCopyable {
        let edgeClass: UInt32
        /// For a step that leads on the program to run at the other end, else one of the three below.
        let target: Int32
        /// The relation of a step to sets of subjects, else -1.
        let set: Int32

        /// The step looks for the subject, or for everybody of its type.
        static let subject: Int32 = -1
        static let wildcard: Int32 = -2
        /// The step leads on along edges that count only sometimes.
        static let uncertain: Int32 = -3
    }

    struct Program: Sendable, BitwiseCopyable {
        let tests: Part
        let follows: Part
        /// Classes whose edges count only sometimes.
        let decorated: Part
    }

    /// A range of steps.
    struct Part: Sendable, BitwiseCopyable {
        let start: Int32
        let end: Int32

        var indices: Range<Int> { Int(start)..<Int(end) }
    }

    /// More programs or steps than that, and questions are answered without them.
    private static let programLimit = 65_536
    private static let stepLimit = 1 << 20

    private let typeCount: Int
    /// For each search and type the program, or -1.
    private let numbers: FixedArray<Int32>
    let programs: FixedArray<Program>
    let steps: FixedArray<Step>
    /// The most that one step to another object, or the look for the subject on one, counts for as OpenFGA counts (`CheckLimits.dispatches`):
    /// one, and one for each computed relation on the way.
    let longestFollow: Int
    let longestTest: Int

    @inline(__always)
    func program(search: Int, kind: Int) -> Int32 {
        // Subjects that stand for everybody or for a set are rare, and have no programs.
        guard kind < typeCount, numbers.count > 0 else { return -1 }
        return numbers[search * typeCount + kind]
    }

    init(
        relations: ContiguousArray<ModelProgram.Relation>, searches: ContiguousArray<ModelProgram.Search>,
        tests: ContiguousArray<ModelProgram.Test>, follows: ContiguousArray<ModelProgram.Follow>, kinds: SubjectKinds, sets: SetProgram
    ) {
        let compiler = Compiler(
            relations: relations, searches: searches, tests: tests, follows: follows, kinds: kinds, isSet: sets.isSet)
        var compiled = Compiled()
        compiled.build(compiler)
        if compiled.programs.count > PlainProgram.programLimit || compiled.steps.count > PlainProgram.stepLimit { compiled = Compiled() }
        typeCount = kinds.typeCount
        numbers = FixedArray(compiled.numbers)
        programs = FixedArray(compiled.programs)
        steps = FixedArray(compiled.steps)
        longestFollow = compiled.longestFollow
        longestTest = compiled.longestTest
    }
}

/// What is made.
private struct Compiled {
    var numbers: [Int32] = []
    var programs: [PlainProgram.Program] = []
    var steps: [PlainProgram.Step] = []
    var longestFollow = 1
    var longestTest = 0

    mutating func build(_ compiler: Compiler) {
        let reaches = compiler.reaches()
        let typeCount = compiler.kinds.typeCount
        numbers = Array(repeating: -1, count: compiler.searches.count * typeCount)
        var count: Int32 = 0
        for search in compiler.searches.indices {
            for type in 0..<typeCount where reaches[search, type] {
                numbers[search * typeCount + type] = count
                count += 1
            }
        }
        for search in compiler.searches.indices {
            for type in 0..<typeCount where reaches[search, type] {
                add(compiler.parts(of: search, type: type, reaches), type, typeCount, compiler)
            }
        }
    }

    private mutating func add(_ parts: Compiler.Parts, _ type: Int, _ typeCount: Int, _ compiler: Compiler) {
        longestFollow = max(longestFollow, parts.longestFollow)
        longestTest = max(longestTest, parts.longestTest)
        let tests = parts.tests.map { Compiled.step($0, type: type) }
        let follows = parts.follows.map { follow in
            PlainProgram.Step(
                edgeClass: follow.edges.edgeClass, target: numbers[compiler.relations[Int(follow.relation)].entry * typeCount + type],
                set: compiler.isSet[Int(follow.relation)] ? follow.relation : -1)
        }
        let decorated =
            parts.decoratedTests.map { Compiled.step($0, type: type) }
            + parts.decoratedFollows.map {
                PlainProgram.Step(edgeClass: $0.edges.edgeClass, target: PlainProgram.Step.uncertain, set: -1)
            }
        programs.append(PlainProgram.Program(tests: append(tests), follows: append(follows), decorated: append(decorated)))
    }

    private static func step(_ test: ModelProgram.Test, type: Int) -> PlainProgram.Step {
        let target = test.kind == Int32(type) ? PlainProgram.Step.subject : PlainProgram.Step.wildcard
        return PlainProgram.Step(edgeClass: test.edges.edgeClass, target: target, set: -1)
    }

    private mutating func append(_ added: [PlainProgram.Step]) -> PlainProgram.Part {
        let start = Int32(steps.count)
        steps += added.sorted { ($0.edgeClass, $0.target, $0.set) < ($1.edgeClass, $1.target, $1.set) }
        return PlainProgram.Part(start: start, end: Int32(steps.count))
    }
}

/// What it is made of.
private struct Compiler {
    let relations: ContiguousArray<ModelProgram.Relation>
    let searches: ContiguousArray<ModelProgram.Search>
    let tests: ContiguousArray<ModelProgram.Test>
    let follows: ContiguousArray<ModelProgram.Follow>
    let kinds: SubjectKinds
    let isSet: ContiguousArray<Bool>

    struct Parts {
        var tests: [ModelProgram.Test] = []
        var follows: [ModelProgram.Follow] = []
        var decoratedTests: [ModelProgram.Test] = []
        var decoratedFollows: [ModelProgram.Follow] = []
        var longestFollow = 1
        var longestTest = 0
    }

    /// For each search the types of subjects it can say yes to, or fail for.
    func reaches() -> BitMatrix {
        var reaches = BitMatrix(rows: searches.count, columns: kinds.typeCount)
        for search in searches.indices {
            for test in tests[searches[search].tests] {
                if let type = type(covering: Int(test.kind)) { reaches[search, type] = true }
            }
            // A condition on the way may fail, whatever lies behind it.
            if follows[searches[search].follows].contains(where: { $0.edges.condition >= 0 }) { reaches.setAll(row: search) }
        }
        var isStable = false
        while !isStable {
            isStable = true
            for search in searches.indices {
                for follow in follows[searches[search].follows] where reaches.add(relations[Int(follow.relation)].entry, to: search) {
                    isStable = false
                }
            }
        }
        return reaches
    }

    /// The type that a kind of subjects belongs to, unless it is a set.
    private func type(covering kind: Int) -> Int? {
        if kind < kinds.typeCount { return kind }
        return kind < kinds.typeCount * 2 ? kind - kinds.typeCount : nil
    }

    /// What matters of a search, and of the searches of the same object it leads to.
    func parts(of search: Int, type: Int, _ reaches: BitMatrix) -> Parts {
        var parts = Parts()
        var met: Set<Int> = [search]
        var waiting = [(search: search, distance: 0)]
        while let (next, distance) = waiting.popLast() {
            for test in tests[searches[next].tests] where self.type(covering: Int(test.kind)) == type {
                parts.longestTest = max(parts.longestTest, distance + Int(test.edges.computedSteps))
                if test.edges.isDecorated { parts.decoratedTests.append(test) } else { parts.tests.append(test) }
            }
            for follow in follows[searches[next].follows] {
                let entry = relations[Int(follow.relation)].entry
                guard reaches[entry, type] || follow.edges.condition >= 0 else { continue }
                let end = distance + Int(follow.edges.computedSteps) + 1
                if follow.edges.edgeClass == 0 {
                    if met.insert(entry).inserted { waiting.append((entry, end)) }
                    continue
                }
                parts.longestFollow = max(parts.longestFollow, end)
                if follow.edges.isDecorated {
                    parts.decoratedFollows.append(follow)
                } else {
                    parts.follows.append(follow)
                }
            }
        }
        return parts
    }
}

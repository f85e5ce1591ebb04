/// A model prepared for lists: from each relation one step down to what it rests on, and one step up to what rests on it.
///
/// Steps know how they stand in the rule, so that a walk finds every candidate and knows which of them need no check.
struct WalkProgram: Sendable {
    /// How a part of a rule stands to the whole.
    enum Role: UInt8, Sendable {
        /// Under nothing but `or`: the part alone makes the whole true.
        case certain
        /// Necessary but not enough: the base of a `but not`, or one chosen part of an `and`.
        case leading
        /// The other parts of an `and`.
        case following
        /// In what a `but not` takes away.
        case subtracted
    }

    /// Edges between an object and what a relation of it rests on.
    struct Step: Sendable {
        let edges: ModelProgram.Edges
        /// The relation at the other end.
        let relation: Int32
        let role: Role
    }

    /// Edges that hold subjects themselves; going down `target` is the kind of the subjects, going up the relation they have.
    struct Test: Sendable {
        let edges: ModelProgram.Edges
        let target: Int32
        let role: Role
    }

    /// Rows of one table after another.
    struct Rows<Element: Sendable>: Sendable {
        private(set) var elements: ContiguousArray<Element> = []
        private var starts: ContiguousArray<Int> = [0]

        init(_ rows: [[Element]]) {
            for row in rows {
                elements.append(contentsOf: row)
                starts.append(elements.count)
            }
        }

        @inline(__always)
        func range(_ row: Int) -> Range<Int> { starts[row]..<starts[row + 1] }
    }

    /// By relation, down.
    let parts: Rows<Step>
    /// By relation, down to subjects.
    let subjects: Rows<Test>
    /// By relation, up.
    let uses: Rows<Step>
    /// By kind of subject, up.
    let entries: Rows<Test>

    init(_ definition: ModelDefinition, kinds: SubjectKinds, classes: EdgeClassTable) {
        var builder = WalkProgramBuilder(definition: definition, kinds: kinds, classes: classes)
        for number in definition.relations.indices { builder.collect(definition.relations[number].rule, of: number, role: .certain) }
        parts = Rows(builder.parts)
        subjects = Rows(builder.subjects)
        uses = Rows(builder.uses)
        entries = Rows(builder.entries)
    }

    /// For each relation whether the target rests on it in a way that can make it true.
    func relations(leadingTo target: Int, count: Int) -> ContiguousArray<Bool> {
        var found = ContiguousArray(repeating: false, count: count)
        var waiting = [target]
        found[target] = true
        while let relation = waiting.popLast() {
            for index in parts.range(relation) {
                let step = parts.elements[index]
                guard step.role == .certain || step.role == .leading, !found[Int(step.relation)] else { continue }
                found[Int(step.relation)] = true
                waiting.append(Int(step.relation))
            }
        }
        return found
    }
}

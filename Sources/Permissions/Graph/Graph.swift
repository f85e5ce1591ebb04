/// One immutable snapshot of a tenant's relationships under a model.
///
/// Readers hold a reference and never wait; a write makes the next snapshot, which shares nearly everything with this one.
package final class Graph: Sendable {
    package let model: Model
    package let revision: Revision
    /// The same for snapshots made from one another, in which lists have the same order and positions the same meaning.
    package let lineage: UInt64
    let content: GraphContent
    let program: ModelProgram

    package convenience init(model: Model, relationships: some Sequence<Relationship>, revision: Revision) {
        self.init(model: model, content: GraphContent(relationships), revision: revision)
    }

    init(model: Model, content: consuming GraphContent, revision: Revision) {
        self.model = model
        self.revision = revision
        lineage = UInt64.random(in: .min ... .max)
        program = ModelProgram(model.definition, content: &content)
        self.content = content
    }

    private init(model: Model, content: GraphContent, program: ModelProgram, revision: Revision, lineage: UInt64) {
        self.model = model
        self.content = content
        self.program = program
        self.revision = revision
        self.lineage = lineage
    }

    package var relationshipCount: Int { content.relationshipCount }

    /// About as many bytes as the graph takes, whatever it shares with others.
    package var byteCount: Int { content.byteCount + Graph.programBytes + model.source.utf8.count * Graph.bytesPerSourceByte }

    /// What the smallest model is compiled to, and how that grows with the source.
    private static let programBytes = 16_384
    private static let bytesPerSourceByte = 16

    /// The next snapshot. Its cost follows the changes; from time to time one pays for putting earlier changes in order.
    package func applying(_ changes: [RelationshipChange], at revision: Revision) -> Graph {
        var next = content
        var recent = RecentClasses()
        for change in changes { next.apply(change, &recent) }
        next.mergeIfNeeded()
        let graph = Graph(model: model, content: next, program: program, revision: revision, lineage: lineage)
        // Where writes never pause, nobody else gets to let unused names go.
        return next.hasRemovedMuch ? graph.gathered() : graph
    }

    /// The next snapshot after touching all of these.
    package func touching(_ relationships: [Relationship], at revision: Revision) -> Graph {
        var next = content
        var recent = RecentClasses()
        for relationship in relationships { next.touch(relationship, &recent) }
        next.mergeIfNeeded()
        return Graph(model: model, content: next, program: program, revision: revision, lineage: lineage)
    }

    /// Whether `gathered` would answer faster.
    package var isScattered: Bool { content.isScattered }

    /// The same snapshot, in which everything stands where it is found at once. Numbers stay, and with them the order of lists, unless most
    /// names have no relationship any more: those are let go, and the snapshot has a lineage of its own.
    package func gathered() -> Graph {
        var next = content
        next.gather()
        guard next.hasMostlyUnusedNames else {
            return Graph(model: model, content: next, program: program, revision: revision, lineage: lineage)
        }
        var renumbered = next.renumbered()
        let program = ModelProgram(model.definition, content: &renumbered)
        renumbered.gather()
        return Graph(model: model, content: renumbered, program: program, revision: revision, lineage: UInt64.random(in: .min ... .max))
    }

    /// The same relationships under another model; those it does not accept stay but do not count.
    package func replacing(model: Model, at revision: Revision) -> Graph {
        var next = content
        let program = ModelProgram(model.definition, content: &next)
        return Graph(model: model, content: next, program: program, revision: revision, lineage: lineage)
    }

    /// This snapshot with relationships of one question on top.
    func overlaying(_ contextual: [Relationship]) -> Graph {
        var next = content
        var recent = RecentClasses()
        for relationship in contextual { next.touch(relationship, &recent) }
        return Graph(model: model, content: next, program: program, revision: revision, lineage: lineage)
    }
}

import Foundation
import Permissions

/// What a loaded graph of N relationships holds in memory, names and both directions included.
enum MemoryBenchmark {
    static func run(count: Int) throws {
        let drive = DriveGraph(count: count)
        let model = try Model(parsing: DriveGraph.modelSource)
        let before = Measurement.residentBytes()
        var graph: Graph?
        let seconds = Measurement.seconds { graph = Graph(model: model, relationships: drive, revision: Revision(rawValue: 1)) }
        guard let graph else { return }
        let held = Measurement.residentBytes() - before
        Row("memory").with("relationships", graph.relationshipCount)
            .with("bytesPerRelationship", Double(held) / Double(graph.relationshipCount))
            .with("peakBytesPerRelationship", Double(Measurement.peakBytes() - before) / Double(graph.relationshipCount))
            .with("secondsToMake", seconds).print()
    }
}

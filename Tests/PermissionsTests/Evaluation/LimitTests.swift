import Foundation
import Testing

@testable import Permissions

/// Questions that would run away without limits, all through relations that are not plain.
struct LimitTests {
    private static let source = """
        model
          schema 1.1
        type user
        type folder
          relations
            define parent: [folder]
            define blocked: [user]
            define viewer: ([user] or viewer from parent) but not blocked

        """

    private func graph(_ lines: [String]) throws -> Graph {
        Graph(
            model: try Model(parsing: LimitTests.source), relationships: try lines.map { try Relationship(parsing: $0) },
            revision: Revision(rawValue: 1))
    }

    private func answer(_ graph: Graph, _ text: String, limits: CheckLimits = .standard) throws -> CheckResult {
        let asked = try Relationship(parsing: text)
        return graph.check(
            Question(subject: asked.subject, relation: asked.relation, object: asked.object, now: GraphTests.now, limits: limits))
    }

    private func code(_ result: CheckResult) -> String {
        guard case .failed(let failure) = result else { return "\(result)" }
        return failure.code
    }

    @Test
    func `a chain deeper than the limit fails and a shorter one is answered`() throws {
        let chain = (0..<300).map { "folder:\($0)#parent@folder:\($0 + 1)" }
        let graph = try graph(chain + ["folder:300#viewer@user:anne", "folder:50#viewer@user:bob"])
        #expect(try code(answer(graph, "folder:0#viewer@user:anne")) == "too_deep")
        #expect(try answer(graph, "folder:0#viewer@user:bob") == .allowed)
        #expect(try answer(graph, "folder:250#viewer@user:anne") == .allowed)
        #expect(try code(answer(graph, "folder:0#viewer@user:eve")) == "too_deep")
    }

    @Test
    func `no caller can lift the depth beyond what a stack holds`() {
        #expect(CheckLimits(depth: 1_000_000, work: 1).depth == CheckLimits.deepest)
    }

    @Test
    func `many ways through a lattice are answered by the thorough attempt`() throws {
        // Forty levels of two folders, each a child of both above: a million million ways up.
        var lines: [String] = []
        for level in 0..<40 {
            for child in 0..<2 {
                for parent in 0..<2 { lines.append("folder:\(level)-\(child)#parent@folder:\(level + 1)-\(parent)") }
            }
        }
        let graph = try graph(lines + ["folder:40-1#viewer@user:anne"])
        #expect(try answer(graph, "folder:0-0#viewer@user:bob") == .denied)
        #expect(try answer(graph, "folder:0-0#viewer@user:anne") == .allowed)
    }

    @Test
    func `a knot of circles through an exclusion ends within the limit of work`() throws {
        var lines: [String] = []
        for child in 0..<14 { for parent in 0..<14 where child != parent { lines.append("folder:\(child)#parent@folder:\(parent)") } }
        let graph = try graph(lines)
        #expect(try code(answer(graph, "folder:0#viewer@user:eve", limits: CheckLimits(depth: 100, work: 50_000))) == "too_much_work")
    }
}

import Foundation
import Permissions
import Store
import Testing

@testable import Server

@Suite struct SnapshotShelfTests {
    private func graph(_ revision: UInt64) throws -> Graph {
        Graph(model: try Model(parsing: Model.builtInSource), relationships: [Relationship](), revision: Revision(rawValue: revision))
    }

    @Test func `a snapshot is found by its whole name and by nothing less`() throws {
        let shelf = SnapshotShelf()
        let (acme, other) = (try TenantID("acme"), try TenantID("other"))
        let kept = try graph(7)
        shelf.keep(kept, of: acme)
        #expect(shelf.graph(acme, SnapshotName(kept)) === kept)
        #expect(shelf.graph(other, SnapshotName(kept)) == nil)
        #expect(shelf.graph(acme, SnapshotName(kept), model: "1") == nil)
        // Read from the disk again: the same revision, another order.
        #expect(shelf.graph(acme, SnapshotName(try graph(7))) == nil)
    }

    @Test func `a snapshot that nobody asks for any more is let go of without another list`() async throws {
        let shelf = SnapshotShelf(time: .milliseconds(40))
        let acme = try TenantID("acme")
        for _ in 0..<2 {
            weak let kept: Graph? = try {
                let graph = try graph(7)
                shelf.keep(graph, of: acme)
                return graph
            }()
            for _ in 0..<2_000 where kept != nil { try await Task.sleep(for: .milliseconds(10)) }
            #expect(kept == nil && shelf.count == 0)
        }
    }

    @Test func `as many are kept as there is room, those used last`() throws {
        let shelf = SnapshotShelf()
        let acme = try TenantID("acme")
        let graphs = try (0...SnapshotShelf.capacityPerTenant).map { try graph(UInt64($0)) }
        for graph in graphs.dropLast() { shelf.keep(graph, of: acme) }
        #expect(shelf.graph(acme, SnapshotName(graphs[0])) === graphs[0])
        // One that is kept already takes no other's room.
        shelf.keep(graphs[0], of: acme)
        #expect(shelf.graph(acme, SnapshotName(graphs[1])) === graphs[1])
        shelf.keep(graphs[SnapshotShelf.capacityPerTenant], of: acme)
        #expect(shelf.graph(acme, SnapshotName(graphs[2])) == nil)
        #expect(shelf.graph(acme, SnapshotName(graphs[0])) === graphs[0])
    }

    @Test func `a tenant with many lists does not crowd out another's`() throws {
        let shelf = SnapshotShelf()
        let one = try graph(1)
        shelf.keep(one, of: try TenantID("modest"))
        let graphs = try (0..<SnapshotShelf.capacityPerTenant).map { try graph(UInt64($0)) }
        let crowd = try (0..<SnapshotShelf.capacity / SnapshotShelf.capacityPerTenant + 1).map { try TenantID("greedy\($0)") }
        for tenant in crowd {
            for graph in graphs { shelf.keep(graph, of: tenant) }
        }
        #expect(shelf.graph(try TenantID("modest"), SnapshotName(one)) === one)
        let kept = crowd.map { tenant in graphs.count { shelf.graph(tenant, SnapshotName($0)) != nil } }
        #expect(kept.reduce(0, +) == SnapshotShelf.capacity - 1)
    }

    @Test func `a cursor is read by its own tenant and question only`() throws {
        let (acme, other) = (try TenantID("acme"), try TenantID("other"))
        let cursor = ListCursor(snapshot: SnapshotName(try graph(7)), position: "12.345")
        let text = cursor.text(tenant: acme, question: [1, 2])
        #expect(ListCursor(parsing: text, tenant: acme, question: [1, 2]) == cursor)
        #expect(ListCursor(parsing: text, tenant: other, question: [1, 2]) == nil)
        #expect(ListCursor(parsing: text, tenant: acme, question: [1, 3]) == nil)
        for wrong in ["", "x", "AAAA", String(repeating: "A", count: 600), String(text.dropLast(4))] {
            #expect(ListCursor(parsing: wrong, tenant: acme, question: [1, 2]) == nil)
        }
    }
}

package import Foundation
import GRDB
package import Permissions

/// All relationships of a tenant as they were at one revision, page by page, however long the reading takes.
package struct RelationshipExport: AsyncSequence, Sendable {
    package let revision: Revision
    private let tenant: TenantID
    private let snapshot: DatabaseSnapshot
    private let time: Date
    private let pageSize: Int
    private var start: RelationshipCursor?
    private let permit: ReadingPermits.Permit

    init(
        _ tenant: TenantID, snapshot: DatabaseSnapshot, revision: Revision, at time: Date, pageSize: Int, permit: ReadingPermits.Permit
    ) {
        self.permit = permit
        self.time = time
        self.tenant = tenant
        self.snapshot = snapshot
        self.revision = revision
        self.pageSize = pageSize
    }

    package struct Iterator: AsyncIteratorProtocol {
        fileprivate let export: RelationshipExport
        private var cursor: RelationshipCursor?
        private var isAtEnd = false

        fileprivate init(_ export: RelationshipExport) {
            self.export = export
            cursor = export.start
        }

        /// A page in the order of the key, never an empty one.
        package mutating func next() async throws -> [Relationship]? {
            guard !isAtEnd else { return nil }
            let page = try await export.page(after: cursor)
            isAtEnd = page.count < export.pageSize
            guard let last = page.last else { return nil }
            cursor = RelationshipCursor(last.key)
            return page
        }
    }

    /// The part of it behind a relationship, which need not be there.
    package func after(_ key: RelationshipKey) -> RelationshipExport {
        var rest = self
        rest.start = RelationshipCursor(key)
        return rest
    }

    package func makeAsyncIterator() -> Iterator { Iterator(self) }

    private func page(after cursor: RelationshipCursor?) async throws -> [Relationship] {
        let selection = RelationshipSelection(RelationshipFilter(), of: tenant, after: cursor, at: time, limit: pageSize)
        return try await snapshot.read { try selection.read(from: $0).map(\.relationship) }
    }
}

extension Store {
    /// What has not expired at a time. Holds a snapshot of the database until it is let go of. The write-ahead log grows meanwhile, so it is to be read without long pauses,
    /// and few may be held at a time: `busy` for one more.
    package func export(_ tenant: TenantID, at time: Date, pageSize: Int = 1_000) async throws -> RelationshipExport {
        let permit = try exports.take()
        let snapshot = try pool.makeSnapshot()
        let revision = try await snapshot.read { try Self.revision(tenant, in: $0) }
        try await waitUntilPublished(revision, of: tenant)
        return RelationshipExport(
            tenant, snapshot: snapshot, revision: revision, at: time, pageSize: min(max(pageSize, 1), 10_000), permit: permit)
    }
}

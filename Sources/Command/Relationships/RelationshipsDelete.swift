import API
import ArgumentParser
import Client

extension RelationshipsCommand {
    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete every relationship that fits the filter.",
            discussion: """
                At most --limit are deleted in one transaction; with --all it goes on until none is left, and the preconditions have to hold
                each time.

                Example:
                  cardea relationships delete --object-type document --subject user:bob --all --tenant acme
                  cardea relationships delete --object-type document --object-id old --must-match document:new --tenant acme
                """)

        @Option(help: "Only those on objects of this type.")
        var objectType: String

        @Option(name: .customLong("object-id"), help: "Only those on the object with this id.")
        var objectID: String?

        @Option(help: "Only those with this relation.")
        var relation: String?

        @Option(help: "Only those of subjects of this type.")
        var subjectType: String?

        @Option(help: "Only those of this subject, such as user:bob or group:eng#member.")
        var subject: String?

        @Option(help: "At most so many in one transaction, up to 10000.")
        var limit = 10_000

        @Flag(help: "Go on until no relationship fits any more.")
        var all = false

        @OptionGroup var conditions: PreconditionOptions
        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func validate() throws {
            guard (1...10_000).contains(limit) else { throw ValidationError("--limit has to be between 1 and 10000") }
            guard subject == nil || subjectType == nil else { throw ValidationError("give either --subject or --subject-type") }
            _ = try filter()
        }

        /// A whole subject is its type, its id, and its relation or that it has none.
        func filter() throws -> RelationshipPatternBody {
            var filter = RelationshipPatternBody(
                objectType: objectType, objectID: objectID, relation: relation, subjectType: subjectType)
            guard let subject else { return filter }
            let parts = subject.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
                throw ValidationError("`\(subject)` is not a subject such as user:bob")
            }
            let rest = parts[1].split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            filter.subjectType = String(parts[0])
            filter.subjectID = String(rest[0])
            filter.subjectRelation = rest.count > 1 ? String(rest[1]) : ""
            return filter
        }

        func run() async throws {
            let tenant = try tenant.id()
            let deletion = RelationshipDeletionBody(filter: try filter(), limit: limit, preconditions: conditions.bodies)
            let done = try await connection.withService { service in
                var done = try await service.deleteRelationships(deletion, tenant: tenant)
                while all, !done.complete {
                    let more = try await service.deleteRelationships(deletion, tenant: tenant)
                    done = DeletedBody(revision: more.revision, deleted: done.deleted + more.deleted, complete: more.complete)
                }
                return done
            }
            connection.out.show(done) { done in
                "\(done.deleted) relationships deleted (revision \(done.revision))\n"
                    + (done.complete ? "" : "there are more: do it again, or with --all\n")
            }
        }
    }
}

import API
import ArgumentParser
import Client
import Foundation

extension RelationshipsCommand {
    struct Watch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show changes of relationships as they happen, until interrupted.",
            discussion: """
                Begins with everything that is kept, after everything of a revision, or after a position of an earlier watch of the same
                tenant with the same filter. A lost connection is made again and goes on where it was.

                Example:
                  cardea relationships watch --after 42 --type document --output json --tenant acme
                  cardea relationships watch --relation owner --relation viewer --subject user:anne --tenant acme
                """)

        @Option(help: ArgumentHelp("Go on after this position, or after everything of this revision.", valueName: "position"))
        var after: String?

        @Option(help: "Only changes of objects of this type; may be repeated.")
        var type: [String] = []

        @Option(help: "Only changes with this relation; may be repeated.")
        var relation: [String] = []

        @Option(help: "Only changes of subjects of this type; may be repeated.")
        var subjectType: [String] = []

        @Option(help: "Only changes on this object, such as document:plan.")
        var object: String?

        @Option(help: "Only changes of this subject, such as user:anne or group:eng#member.")
        var subject: String?

        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            try await connection.withService { service in
                var query = query
                var hasBegun = false
                while !Task.isCancelled {
                    do {
                        try await service.watchRelationships(query, tenant: tenant) { line in
                            hasBegun = true
                            query.after = line.next ?? query.after
                            if let change = line.change { show(change) }
                        }
                    } catch let error as ClientError where hasBegun && error.isLostConnection {
                        Output.tell("connection lost, going on after \(query.after ?? "the beginning")")
                    }
                    try await Task.sleep(for: .seconds(1))
                }
            }
        }

        var query: RelationshipChangeQuery {
            RelationshipChangeQuery(
                after: after, types: type, relations: relation, subjectTypes: subjectType, object: object, subject: subject)
        }

        private func show(_ change: RelationshipChangeBody) {
            let line = "\(change.position) \(change.operation) \(change.relationship)"
            Output.write(connection.output == .json ? Output.jsonLine(change) : Table.printable(line) + "\n")
        }
    }
}

extension ClientError {
    /// Whether the same may well succeed later.
    var isLostConnection: Bool {
        switch self {
        case .unreachable, .timeout: true
        case .refused(let problem): problem.knownCode == .overloaded || problem.knownCode == .unavailable
        case .oauth, .invalidResponse: false
        }
    }
}

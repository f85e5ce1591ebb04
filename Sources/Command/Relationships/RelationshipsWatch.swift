import API
import ArgumentParser
import Client
import Foundation

extension RelationshipsCommand {
    struct Watch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show changes of relationships as they happen, until interrupted.",
            discussion: """
                Begins with everything that is kept, or after a position of an earlier watch. A lost connection is made again and goes on
                where it was.

                Example:
                  cardea relationships watch --after 42.0 --type document --output json --tenant acme
                """)

        @Option(help: ArgumentHelp("Go on after this position.", valueName: "position"))
        var after: String?

        @Option(help: "Only changes of objects of this type; may be repeated.")
        var type: [String] = []

        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            try await connection.withService { service in
                var query = RelationshipChangeQuery(after: after, types: type)
                var hasBegun = false
                while !Task.isCancelled {
                    do {
                        try await service.watchRelationships(query, tenant: tenant) { line in
                            hasBegun = true
                            query.after = line.next ?? query.after
                            if let change = line.change { show(change) }
                        }
                    } catch let error as ClientError where hasBegun && error.isLostConnection {
                        FileHandle.standardError.write(Data("connection lost, going on after \(query.after ?? "the beginning")\n".utf8))
                    }
                    try await Task.sleep(for: .seconds(1))
                }
            }
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

import API
import ArgumentParser
import Client

extension TenantCommand {
    /// `cardea tenant limits`.
    struct Limits: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show or set what questions of a tenant may cost, and how many relationships it may have.",
            discussion: """
                A question that reaches a limit fails; it is never allowed for that. Without an option the limits are shown; with one, those
                that are given are set and the others stay. The next question is asked with them. Only an administrator of the whole
                instance may set them.

                Example:
                  cardea tenant limits acme
                  cardea tenant limits acme --check-work 200000 --list-work 2000000
                  cardea tenant limits acme --reset
                """)

        @Argument(help: "The tenant.")
        var tenant: String

        @Option(
            help: ArgumentHelp("Steps below one another through `and` and `but not`: 10 to 200. Default 100.", valueName: "steps"))
        var checkDepth: Int?

        @Option(help: ArgumentHelp("Relationships one check may look at: 100 to 10000000. Default 1000000.", valueName: "count"))
        var checkWork: Int?

        @Option(help: ArgumentHelp("Relationships one list may look at: 1000 to 100000000. Default 10000000.", valueName: "count"))
        var listWork: Int?

        @Option(help: ArgumentHelp("How long one check may take: 10 to 10000. Default 1000.", valueName: "milliseconds"))
        var checkMilliseconds: Int?

        @Option(
            help: ArgumentHelp(
                "How long one page of a list, or all questions of one request, may take: 100 to 60000. Default 10000.",
                valueName: "milliseconds"))
        var listMilliseconds: Int?

        @Option(help: ArgumentHelp("Contextual relationships in one question: 0 to 500. Default 100.", valueName: "count"))
        var contextualRelationships: Int?

        @Option(help: ArgumentHelp("How long one page of `reach` is looked for: 100 to 10000. Default 1000.", valueName: "milliseconds"))
        var reachMilliseconds: Int?

        @Option(help: ArgumentHelp("Relationships the tenant may have: 0 to 1000000000. Default 50000000.", valueName: "count"))
        var relationships: Int?

        @Flag(help: "Set what is not given back to its default.")
        var reset = false

        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let limits = try await connection.withService { service in
                guard reset || given != LimitsBody() else { return try await service.limits(tenant: tenant) }
                let present = reset ? LimitsBody() : try await service.limits(tenant: tenant)
                return try await service.setLimits(given.filled(from: present), tenant: tenant)
            }
            connection.out.show(limits) { Table(properties: $0.properties).text }
        }

        var given: LimitsBody {
            LimitsBody(
                checkDepth: checkDepth, checkWork: checkWork, listWork: listWork, checkMilliseconds: checkMilliseconds,
                listMilliseconds: listMilliseconds, contextualRelationships: contextualRelationships, reachMilliseconds: reachMilliseconds,
                relationships: relationships)
        }
    }
}

extension LimitsBody {
    /// What is not given here is taken from there.
    func filled(from present: LimitsBody) -> LimitsBody {
        LimitsBody(
            checkDepth: checkDepth ?? present.checkDepth, checkWork: checkWork ?? present.checkWork, listWork: listWork ?? present.listWork,
            checkMilliseconds: checkMilliseconds ?? present.checkMilliseconds,
            listMilliseconds: listMilliseconds ?? present.listMilliseconds,
            contextualRelationships: contextualRelationships ?? present.contextualRelationships,
            reachMilliseconds: reachMilliseconds ?? present.reachMilliseconds, relationships: relationships ?? present.relationships)
    }

    var properties: [(String, String)] {
        let all = [
            ("check depth", checkDepth), ("check work", checkWork), ("list work", listWork),
            ("check milliseconds", checkMilliseconds), ("list milliseconds", listMilliseconds),
            ("contextual relationships", contextualRelationships), ("reach milliseconds", reachMilliseconds),
            ("relationships", relationships),
        ]
        return all.map { ($0, $1.map(String.init) ?? "-") }
    }
}

import API
import ArgumentParser
import Client

/// `cardea list`.
struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List objects, subjects or actions: exactly those a check allows.",
        discussion: "Example:\n  cardea list objects user:anne can_view document --tenant acme",
        subcommands: [Objects.self, Subjects.self, Actions.self])

    struct Objects: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the objects of a type on which SUBJECT may do ACTION.",
            discussion: "Example:\n  cardea list objects user:anne can_call tool --all --tenant acme")

        @Argument(help: "Who, such as user:anne.")
        var subject: String

        @Argument(help: "The action, such as can_call.")
        var action: String

        @Argument(help: "The type of the objects, such as tool.")
        var type: String

        @OptionGroup var page: PageOptions
        @OptionGroup var question: QuestionOptions
        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            let circumstances = try question.circumstances()
            let found = try await connection.withService { service in
                try await page.read { after, limit in
                    let asked = ObjectsQuestion(
                        subject: subject, action: action, type: type, context: question.context?.members, after: after, limit: limit)
                    return try await service.listObjects(asked, circumstances, tenant: tenant)
                }
            }
            connection.out.show(found) { FoundText.text($0) { $0 } }
        }
    }

    struct Subjects: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the subjects of a type that may do ACTION on RESOURCE.",
            discussion: """
                `type:*` stands for everybody of the type except those shown as excluded.

                Example:
                  cardea list subjects can_call tool:billing/refundInvoice user --tenant acme
                """)

        @Argument(help: "The action, such as can_call.")
        var action: String

        @Argument(help: "On what, such as tool:billing/refundInvoice.")
        var resource: String

        @Argument(help: "The type of the subjects, such as user.")
        var type: String

        @Option(help: "List sets of this relation, such as member for group:eng#member.")
        var relation: String?

        @OptionGroup var page: PageOptions
        @OptionGroup var question: QuestionOptions
        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            let circumstances = try question.circumstances()
            let found = try await connection.withService { service in
                try await page.read { after, limit in
                    let asked = SubjectsQuestion(
                        resource: resource, action: action, type: type, relation: relation, context: question.context?.members,
                        after: after, limit: limit)
                    return try await service.listSubjects(asked, circumstances, tenant: tenant)
                }
            }
            connection.out.show(found) { FoundText.text($0) { $0 } }
        }
    }

    struct Actions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the actions SUBJECT may do on RESOURCE.",
            discussion: "Example:\n  cardea list actions user:anne tool:billing/refundInvoice --tenant acme")

        @Argument(help: "Who, such as user:anne.")
        var subject: String

        @Argument(help: "On what, such as tool:billing/refundInvoice.")
        var resource: String

        @OptionGroup var question: QuestionOptions
        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            let circumstances = try question.circumstances()
            let asked = ActionsQuestion(subject: subject, resource: resource, context: question.context?.members)
            let found = try await connection.withService { try await $0.listActions(asked, circumstances, tenant: tenant) }
            connection.out.show(found) { FoundText.text($0) { $0 } }
        }
    }
}

/// What a list found, a line each.
enum FoundText {
    static func text<Item>(_ page: FoundPage<Item>, _ line: (Item) -> String) -> String {
        var lines = page.items.map(line)
        lines += (page.exclusions ?? []).map { "except \(line($0))" }
        lines += page.conditional.map { "depends on \(page.missing.joined(separator: ", ")): \(line($0))" }
        if let next = page.next { lines.append("more: --after '\(next)'") }
        return lines.map { Table.printable($0) + "\n" }.joined()
    }
}

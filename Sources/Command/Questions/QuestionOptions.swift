import API
import ArgumentParser

/// Under what a question is asked; the same for every command that asks one.
struct CircumstanceOptions: ParsableArguments {
    @Option(
        name: .customLong("with"),
        help: ArgumentHelp(
            "A relationship that holds for this question only, such as group:eng#member@user:anne; may be repeated.",
            valueName: "relationship"))
    var relationships: [String] = []

    @Option(help: ArgumentHelp("Ask this model instead of the one in force; `cardea model list` shows their ids.", valueName: "id"))
    var model: String?

    @OptionGroup var consistency: ConsistencyOptions

    func circumstances() throws -> Circumstances {
        let relationships = try relationships.map { text in
            guard let body = RelationshipBody(text: text) else {
                throw ValidationError("`\(text)` is not a relationship such as group:eng#member@user:anne")
            }
            return body
        }
        return Circumstances(
            relationships: relationships.isEmpty ? nil : relationships, model: model, atLeastAsFresh: consistency.atLeastAsFresh,
            fullyConsistent: consistency.fullyConsistent ? true : nil)
    }
}

/// The same with what conditions may read.
struct QuestionOptions: ParsableArguments {
    @OptionGroup var options: CircumstanceOptions

    @Option(help: ArgumentHelp("What conditions may read, as a JSON object.", valueName: "json"))
    var context: JSONObjectArgument?

    func circumstances() throws -> Circumstances { try options.circumstances() }
}

/// Which part of a list.
struct PageOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Go on after this cursor of an earlier answer.", valueName: "cursor"))
    var after: String?

    @Option(help: "At most so many, up to 1000.")
    var limit = 100

    @Flag(help: "Read page after page until the list is complete.")
    var all = false

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit has to be between 1 and 1000") }
    }

    /// One page, or all of them as one.
    func read<Item>(_ page: (_ after: String?, _ limit: Int) async throws -> FoundPage<Item>) async throws -> FoundPage<Item> {
        var found = try await page(after, all ? 1000 : limit)
        while all, let next = found.next {
            let more = try await page(next, 1000)
            found = found.continued(with: more)
        }
        return found
    }
}

extension FoundPage {
    /// Both pages as one; they are of the same revision, otherwise the service refuses the cursor.
    func continued(with next: FoundPage) -> FoundPage {
        FoundPage(
            items: items + next.items, exclusions: exclusions.map { $0 + (next.exclusions ?? []) },
            conditional: conditional + next.conditional, missing: Set(missing + next.missing).sorted(), next: next.next,
            revision: next.revision)
    }
}

import API
import Hummingbird
import Permissions

extension QuestionDesk {
    /// A question for one page of a list, on the snapshot that its first page was read from.
    struct AskedPage<Question: PagedQuestion>: Sendable {
        let asked: Asked<Question>
        /// Where the page begins; nil is the beginning of the list.
        var position: String?
        let limit: Int
        /// The question without its page.
        fileprivate let identity: [UInt8]
    }

    func askPage<Question: PagedQuestion>(
        _ type: Question.Type, _ kind: String, _ request: Request, _ exchange: Exchange
    ) async throws -> AskedPage<Question> {
        var asked = try await ask(type, request, exchange)
        let identity = try Self.identity(kind, asked)
        var position: String?
        if let text = asked.question.after {
            guard let cursor = ListCursor(parsing: text, tenant: asked.entry.tenant, question: identity) else {
                throw Refusal(.invalidCursor, "`after` is not a cursor of this list: pass on what `next` said, with the same question")
            }
            asked.graph = try snapshot(cursor.snapshot, asked)
            position = cursor.position
        }
        return AskedPage(asked: asked, position: position, limit: try Self.limit(asked.question.limit), identity: identity)
    }

    /// How long a reader may take for one page; the snapshot must not be held for one that has fallen asleep.
    static let patience = Duration.seconds(60)

    /// Answers the page, or, to a caller that wants lines, this page and all that follow, each in a line of its own.
    ///
    /// `find` finds the page with the engine's position in `next`, and records it. The last page is the one without `next`: a stream
    /// without such a line was interrupted, and goes on from the last cursor it had.
    func answer<Question, Item>(
        _ place: AskedPage<Question>, _ request: Request, _ exchange: Exchange,
        _ find: @escaping @Sendable (AskedPage<Question>) throws -> FoundPage<Item>
    ) throws -> Response {
        guard request.wantsLines else { return try Answer.json(naming(try find(place), place)) }
        let seat = try streams.take(for: place.asked.entry.tenant)
        let first = try find(place)
        let body = StreamedAnswer.body(exchange) { write in
            let watch = Impatience(Self.patience) { exchange.close() }
            defer { withExtendedLifetime(seat) { watch.end() } }
            var page = first
            var place = place
            while true {
                try await write(StreamedAnswer.line(naming(page, place)))
                watch.again()
                guard let position = page.next else { return }
                place.position = position
                page = try find(place)
            }
        }
        return Response(status: .ok, headers: [.contentType: LinesOfJSON.mediaType], body: body)
    }

    /// The page with a cursor where it has a position.
    private func naming<Question, Item>(_ page: FoundPage<Item>, _ place: AskedPage<Question>) -> FoundPage<Item> {
        var page = page
        page.next = next(page.next, place)
        return page
    }

    /// The cursor of the page that follows a position, and the snapshot kept for it.
    private func next<Question>(_ position: String?, _ page: AskedPage<Question>) -> String? {
        guard let position else { return nil }
        let asked = page.asked
        shelf.keep(asked.graph, of: asked.entry.tenant, model: asked.circumstances.model)
        return ListCursor(snapshot: SnapshotName(asked.graph), position: position).text(tenant: asked.entry.tenant, question: page.identity)
    }

    private func snapshot<Question>(_ name: SnapshotName, _ asked: Asked<Question>) throws(Refusal) -> Graph {
        if name == SnapshotName(asked.graph) { return asked.graph }
        guard let kept = shelf.graph(asked.entry.tenant, name, model: asked.circumstances.model) else {
            throw Refusal(
                .revisionChanged,
                "the list was begun at revision \(name.revision), which is not kept any more, now it is \(asked.graph.revision): begin "
                    + "again without `after`")
        }
        if let wanted = asked.circumstances.atLeastAsFresh, wanted > kept.revision.rawValue {
            throw Refusal(
                .revisionChanged,
                "the list was begun at revision \(name.revision), which is before `at_least_as_fresh`: begin again without `after`")
        }
        return kept
    }

    private static func identity<Question: PagedQuestion>(_ kind: String, _ asked: Asked<Question>) throws -> [UInt8] {
        var plain = asked.question
        plain.after = nil
        plain.limit = nil
        var circumstances = asked.circumstances
        circumstances.atLeastAsFresh = nil
        circumstances.fullyConsistent = nil
        return Array("\(kind)\n".utf8) + (try Wire.encode(Posed(plain, circumstances)))
    }

    private static func limit(_ limit: Int?) throws(Refusal) -> Int {
        guard let limit else { return 100 }
        guard (1...1000).contains(limit) else { throw Refusal(.invalidRequest, "`limit` is \(limit): write a number from 1 to 1000") }
        return limit
    }
}

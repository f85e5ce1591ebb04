import API
import ArgumentParser
import Client

extension RelationshipsCommand {
    struct Write: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a batch of relationships from a file: all of it or nothing.",
            discussion: """
                A line is create, touch or delete and a relationship: a text, or an object with object, relation, subject, condition and
                expires_at. Empty lines and those that begin with # are passed by. A batch has at most 1000 lines; `cardea relationships
                import` takes any number.

                Example:
                  cardea relationships write changes.txt --must-not-match document:plan#blocked@user:anne --tenant acme
                  printf 'create document:plan#owner@user:anne\\ndelete document:plan#owner@user:bob\\n' |
                    cardea relationships write - --on-duplicate ignore --tenant acme
                """)

        @Argument(help: "The file, `-` for standard input.")
        var file: String

        @Option(help: "When a relationship to create is there already: error or ignore.")
        var onDuplicate = ConflictAnswer.error

        @Option(help: "When a relationship to delete is not there: error or ignore.")
        var onMissing = ConflictAnswer.ignore

        @OptionGroup var conditions: PreconditionOptions
        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            let text = try TextInput.read(file, maximumSize: 8 << 20)
            let changes = try changes(of: text)
            let written = try await connection.withService { service in
                do {
                    return try await service.write(changes, tenant: tenant)
                } catch let error as ClientError {
                    var failure = Failure(error, service: service.address)
                    if let line = RelationshipChanges.line(named: failure.message, in: text) {
                        failure.details.append("that is line \(line) of `\(file)`")
                    }
                    throw failure
                }
            }
            connection.out.show(written) { written in
                let counts = [("create", changes.create), ("touch", changes.touch), ("delete", changes.delete)]
                let text = counts.filter { !$0.1.isEmpty }.map { "\($0.1.count) to \($0.0)" }.joined(separator: ", ")
                return "in force: \(text) (revision \(written.revision))\n"
            }
        }

        func changes(of text: String) throws -> RelationshipChanges {
            var changes = try RelationshipChanges(lines: text, file: file)
            changes.preconditions = conditions.bodies ?? []
            changes.onDuplicate = onDuplicate.body
            changes.onMissing = onMissing.body
            return changes
        }
    }
}

/// What happens when a relationship to create is there, or one to delete is not.
enum ConflictAnswer: String, ExpressibleByArgument, CaseIterable {
    case error, ignore

    var body: RelationshipChanges.Conflict {
        switch self {
        case .error: .error
        case .ignore: .ignore
        }
    }
}

extension RelationshipChanges {
    /// Reads a step from each line; a line that is none is named with its number.
    init(lines text: String, file: String) throws {
        self.init()
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" }).enumerated() {
            let line = line.drop(while: \.isWhitespace)
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            do throws(UndecodableBody) {
                try add(line)
            } catch {
                throw Failure(
                    code: "invalid_file", message: "`\(file)`, line \(index + 1): \(error.message)",
                    next: "write a line such as `create document:plan#owner@user:anne`")
            }
        }
    }

    /// The line of the text that a message begins with in the service's words, such as `touch` 2, counted from 1.
    static func line(named message: String, in text: String) -> Int? {
        guard let found = message.prefixMatch(of: /`([a-z]+)` ([0-9]+)/), let number = Int(found.2) else { return nil }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" })
        let numbers = lines.indices.filter { lines[$0].drop(while: \.isWhitespace).prefix { !$0.isWhitespace } == found.1 }
        return numbers.indices.contains(number - 1) ? numbers[number - 1] + 1 : nil
    }

    private mutating func add(_ line: Substring) throws(UndecodableBody) {
        let parts = line.split(separator: " ", maxSplits: 1)
        var text = parts.count > 1 ? parts[1].drop(while: \.isWhitespace) : ""
        while text.last?.isWhitespace == true { text.removeLast() }
        let relationship = try Self.relationship(text)
        switch parts[0] {
        case "create": create.append(relationship)
        case "touch": touch.append(relationship)
        case "delete": delete.append(relationship)
        default: throw UndecodableBody(code: .invalidRequest, message: "`\(parts[0])` is neither `create`, `touch` nor `delete`")
        }
    }

    private static func relationship(_ text: Substring) throws(UndecodableBody) -> RelationshipBody {
        if text.hasPrefix("{") { return try RelationshipBody(line: Array(text.utf8)) }
        guard let body = RelationshipBody(text: String(text)) else {
            throw UndecodableBody(code: .invalidRequest, message: "`\(text)` is not of the form `object#relation@subject`")
        }
        return body
    }
}

import API
import ArgumentParser
import Client
import Foundation

extension RelationshipsCommand {
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring in relationships from a file, one JSON value per line.",
            discussion: """
                A line is a text such as "tool:x#caller@user:anne", or an object with object, relation, subject, condition and expires_at.
                What is there already is left alone, or gets the condition and the end of the line, so an import that was interrupted is
                simply done again, with the same file: that is how to resume it. Progress goes to standard error.

                Example:
                  cardea relationships import grants.ndjson --tenant acme
                """)

        @Argument(help: "The file, `-` for standard input.")
        var file: String

        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            var portions = try LinePortions(path: file)
            let done = try await connection.withService { service in
                var done = ImportProgress(read: 0, committed: 0, changed: 0)
                while let portion = try portions.next() {
                    let before = portion.firstLine - 1
                    do {
                        done.add(try await service.importRelationships(portion.bytes, tenant: tenant))
                    } catch let error as ClientError {
                        throw Self.failure(error, linesBefore: before, done, service.address)
                    }
                    Self.tell(done)
                }
                return done
            }
            connection.out.show(done) { "\($0.committed) relationships are in force, \($0.changed) of them are new or have changed\n" }
        }

        private static func tell(_ progress: ImportProgress) {
            Output.tell("\(progress.committed) relationships committed")
        }

        /// The service counts the lines of one portion; a person those of the file.
        private static func failure(
            _ error: ClientError, linesBefore: Int, _ done: ImportProgress, _ service: ServiceAddress
        ) -> Failure {
            var failure = Failure(error, service: service)
            failure.message = failure.message.countingLines(from: linesBefore)
            failure.details.append("\(done.committed) relationships of earlier parts of the file are committed")
            return failure
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write every relationship as it is at one revision, one JSON value per line.",
            discussion: """
                Progress and the revision go to standard error. An export into a file that was interrupted goes on with --resume, as long as
                the service keeps its revision: a minute, or until something is written.

                Example:
                  cardea relationships export acme.ndjson --tenant acme
                  cardea relationships export acme.ndjson --resume --tenant acme
                  cardea relationships export --tenant acme > acme.ndjson
                """)

        @Argument(help: "A new file; without it everything goes to standard output.")
        var file: String?

        @Flag(help: "Go on with the file, whose export was interrupted.")
        var resume = false

        @OptionGroup var consistency: ConsistencyOptions
        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func validate() throws {
            guard file != nil || !resume else { throw ValidationError("--resume needs the file to go on with") }
        }

        func run() async throws {
            let tenant = try tenant.id()
            let target = try file.map { try ExportFile(path: $0, resuming: resume) }
            let query = query(from: target?.place)
            let revision: UInt64?
            do {
                revision = try await connection.withService { service in
                    var count = 0
                    return try await service.exportRelationships(query, tenant: tenant, begun: { try target?.begin($0) }) { line in
                        try Self.write(line, to: target)
                        count += 1
                        if count % Self.interval == 0 { Self.tell("\(count) relationships exported") }
                    }
                }
            } catch {
                target?.abandon()
                throw error
            }
            try target?.complete()
            if let revision { Self.tell("revision \(revision)") }
        }

        func query(from place: ExportFile.Place?) -> ExportQuery {
            if let place { return ExportQuery(after: place.after, revision: place.revision) }
            return ExportQuery(atLeastAsFresh: consistency.atLeastAsFresh, fullyConsistent: consistency.fullyConsistent)
        }

        /// Relationships from one report to the next.
        private static let interval = 10_000

        private static func write(_ line: [UInt8], to file: ExportFile?) throws {
            guard let file else { return Output.write(line + [UInt8(ascii: "\n")]) }
            try file.append(line)
        }

        private static func tell(_ text: String) {
            Output.tell(text)
        }
    }
}

extension String {
    /// The number behind a leading `line` as one of the whole file.
    func countingLines(from before: Int) -> String {
        guard before > 0, let found = prefixMatch(of: /line ([0-9]+)/), let number = Int(found.1) else { return self }
        return "line \(number + before)" + self[found.range.upperBound...]
    }
}

extension ImportProgress {
    /// What another portion of the same import has done.
    mutating func add(_ other: ImportProgress) {
        read += other.read
        committed += other.committed
        changed += other.changed
        revision = other.revision ?? revision
        complete = other.complete
    }
}

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
                What is there already is left alone, so an import that was interrupted is simply done again. Progress goes to standard
                error.

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
            FileHandle.standardError.write(Data("\(progress.committed) relationships committed\n".utf8))
        }

        /// The service counts the lines of one portion; a person those of the file.
        private static func failure(
            _ error: ClientError, linesBefore: Int, _ done: ImportProgress, _ service: ServiceAddress
        ) -> Failure {
            var failure = Failure(error, service: service)
            failure.details.append("counted from line \(linesBefore + 1) of the file, before which \(done.committed) are committed")
            return failure
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print every relationship as it is at one revision, one JSON value per line.",
            discussion: """
                The revision goes to standard error.

                Example:
                  cardea relationships export --tenant acme > acme.ndjson
                """)

        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            let revision = try await connection.withService { service in
                try await service.exportRelationships(tenant: tenant) { line in
                    FileHandle.standardOutput.write(Data(line + [UInt8(ascii: "\n")]))
                }
            }
            if let revision { FileHandle.standardError.write(Data("revision \(revision)\n".utf8)) }
        }
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

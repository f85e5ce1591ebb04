import ArgumentParser
import Testing

@testable import Command

@Suite struct `Every command` {
    struct Entry: Sendable, CustomTestStringConvertible {
        let path: [String]
        let type: any ParsableCommand.Type

        var testDescription: String { path.joined(separator: " ") }
    }

    static let all = entries(Cardea.self, path: [])

    static func entries(_ type: any ParsableCommand.Type, path: [String]) -> [Entry] {
        let configuration = type.configuration
        let inner = configuration.subcommands + configuration.groupedSubcommands.flatMap(\.subcommands)
        return [Entry(path: path, type: type)] + inner.flatMap { entries($0, path: path + [$0._commandName]) }
    }

    @Test(arguments: all)
    func `has help with an abstract and an example`(entry: Entry) throws {
        let configuration = entry.type.configuration
        #expect(!configuration.abstract.isEmpty && configuration.abstract.hasSuffix("."))
        #expect(configuration.discussion.contains("Example:\n"))
        let words = ["cardea"] + entry.path
        #expect(configuration.discussion.contains(entry.path.isEmpty ? "cardea " : words.joined(separator: " ")))
        let help = Cardea.helpMessage(for: entry.type, columns: 100)
        #expect(help.contains("Example:") && help.contains("USAGE: \(words.joined(separator: " "))"))
    }

    @Test(arguments: all)
    func `answers --help with exit status 0 on standard output`(entry: Entry) throws {
        let ending = try Self.ending(entry.path + ["--help"])
        #expect(ending.exitStatus == 0 && ending.standardError.isEmpty)
        #expect(ending.standardOutput.contains("USAGE:"))
    }

    @Test(arguments: all)
    func `refuses an unknown option with exit status 2`(entry: Entry) throws {
        let ending = try Self.ending(entry.path + ["--no-such-option"])
        #expect(ending.exitStatus == 2 && ending.standardOutput.isEmpty && !ending.standardError.isEmpty)
    }

    @Test func `is one of those the documentation names`() {
        let names = Set(Self.all.filter { $0.path.count == 1 }.compactMap(\.path.first))
        #expect(
            names == [
                "init", "serve", "gateway", "tenant", "user", "client", "server", "model", "grant", "revoke", "relationships", "check",
                "explain", "expand", "list", "reach",
                "token",
                "audit",
            ])
    }

    static func ending(_ arguments: [String]) throws -> Ending {
        do {
            var command = try Cardea.parseAsRoot(arguments)
            try command.run()
            throw Unexpected.parsed
        } catch let error as Unexpected {
            throw error
        } catch {
            return Ending(error, format: OutputFormat.requested(in: arguments))
        }
    }

    enum Unexpected: Error {
        case parsed
    }
}

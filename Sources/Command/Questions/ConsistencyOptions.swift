import ArgumentParser

/// What an answer has to know of; the same for every command that asks for one.
struct ConsistencyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Refuse to answer from anything older than this revision.", valueName: "revision"))
    var atLeastAsFresh: UInt64?

    @Flag(help: "Answer from everything that is committed by now; not with --at-least-as-fresh.")
    var fullyConsistent = false

    func validate() throws {
        guard atLeastAsFresh == nil || !fullyConsistent else {
            throw ValidationError("give either --at-least-as-fresh or --fully-consistent")
        }
    }
}

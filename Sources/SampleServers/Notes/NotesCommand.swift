import ArgumentParser

/// `notes`: notes in a directory, over standard input and output.
struct NotesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notes",
        abstract: "Serve notes over standard input and output.",
        discussion: """
            Example:
              cardea-sample-servers notes --directory ./notes --log notes.log
            """)

    @Option(help: "Where the notes are kept; it is made when it is not there.")
    var directory = "."

    @Option(help: "Append one line for each tool call to this file.")
    var log: String?

    func run() async throws {
        let tools = NotesTools(notebook: try Notebook(directory: directory))
        let server = ToolServer(name: "notes", tools: tools, log: try CallLog(path: log))
        await LineServer(server: server).run()
    }
}

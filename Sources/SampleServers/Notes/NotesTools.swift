import MCP

/// `listNotes`, `addNote`.
struct NotesTools: ToolSet {
    private static let shownLimit = 100

    let notebook: Notebook

    let definitions: [ToolDefinition] = [
        ToolDefinition(name: "listNotes", description: "Lists the latest notes.", properties: [], required: [], isReadOnly: true),
        ToolDefinition(
            name: "addNote", description: "Adds a note.",
            properties: [("text", ["type": "string", "minLength": 1, "maxLength": 1000])], required: ["text"], isReadOnly: false),
    ]

    func call(_ name: String, _ arguments: ToolArguments) async -> ToolOutcome {
        switch name {
        case "listNotes":
            let texts = await notebook.latest(Self.shownLimit)
            let shown = texts.isEmpty ? "there are no notes" : texts.map { "- \($0)" }.joined(separator: "\n")
            return .succeeded(shown, ["notes": .array(texts.map { .string($0) })])
        case "addNote":
            return await add(arguments)
        default:
            return .unknownTool
        }
    }

    private func add(_ arguments: ToolArguments) async -> ToolOutcome {
        do {
            let count = try await notebook.add(try arguments.text("text", limit: 1000))
            return .succeeded("added note \(count)", ["count": .integer(Int64(count))])
        } catch let error as InvalidArgument {
            return .failed(error.message)
        } catch {
            return .failed("the note could not be kept")
        }
    }
}

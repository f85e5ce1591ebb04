/// Everything that is wrong with a model; never empty.
package struct InvalidModel: Error, Sendable, CustomStringConvertible {
    /// By their places; of a great many the first, and behind them how many more there are.
    package let diagnostics: [ModelDiagnostic]

    init(_ found: [ModelDiagnostic]) {
        let ordered = found.sorted { ($0.file ?? "", $0.line, $0.column, $0.code) < ($1.file ?? "", $1.line, $1.column, $1.code) }
        let shown = ordered.prefix(ModelLimits.diagnostics)
        diagnostics = Array(shown) + (InvalidModel.more(ordered.dropFirst(shown.count)).map { [$0] } ?? [])
    }

    private static func more(_ rest: ArraySlice<ModelDiagnostic>) -> ModelDiagnostic? {
        guard let next = rest.first else { return nil }
        let isComplete = rest.count + ModelLimits.diagnostics < ModelLimits.collectedDiagnostics
        let message = "correct what is above first; from here on \(isComplete ? "" : "at least ")\(rest.count) more are to be changed"
        return ModelDiagnostic(
            line: next.line, column: next.column, code: "more_mistakes", message: message, file: next.file, path: next.path)
    }

    package var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}

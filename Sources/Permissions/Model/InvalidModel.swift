/// Everything that is wrong with a model; never empty.
package struct InvalidModel: Error, Sendable, CustomStringConvertible {
    package let diagnostics: [ModelDiagnostic]

    package var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}

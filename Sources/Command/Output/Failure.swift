/// A failure told to a person: what happened in one line, and what to do next.
struct Failure: Error, Equatable, CustomStringConvertible {
    var code: String
    var message: String
    var next: String?
    var requestID: String?
    /// Further lines, such as one per fault of a model.
    var details: [String] = []

    var description: String { message }
}

import ModelFiles

extension Failure {
    /// A file that is not valid, with a line for each fault.
    init(invalid error: InvalidModelFile, file: String) {
        self.init(
            code: "invalid_file", message: "`\(file)` is not valid", next: "correct what is named and run the command again",
            details: error.problems.map(\.description))
    }
}

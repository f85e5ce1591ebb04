import ArgumentParser

/// What the exit status says; scripts rely on the numbers.
extension ExitCode {
    static let denied = ExitCode(1)
    static let usage = ExitCode(2)
    static let failed = ExitCode(3)
}

import ArgumentParser
import Server

/// Settings that are wrong are wrong usage, whether they came from an argument, the environment or a file.
func readingSettings<Configuration>(_ read: () throws(InvalidConfiguration) -> Configuration) throws -> Configuration {
    do {
        return try read()
    } catch {
        throw ValidationError(error.message)
    }
}

/// Whatever ends the work of a process is told as a failure in one line.
func tellingFailures<Answer>(_ work: () async throws -> Answer) async throws -> Answer {
    do {
        return try await work()
    } catch let error as Failure {
        throw error
    } catch {
        throw Failure(code: "failed", message: "\(error)")
    }
}

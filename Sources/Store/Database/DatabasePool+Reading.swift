import GRDB

extension DatabasePool {
    /// Reads, and gives the connection back at once, wherever the caller goes on.
    ///
    /// `read` gives it back as the caller's next step, and that can have to wait behind long work of the same tenant: a few such callers
    /// would hold all connections, and every other reader would wait for them.
    func reading<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) async throws -> Value {
        try await withTaskExecutorPreference(globalConcurrentExecutor) { try await read(body) }
    }
}

import Store
import Synchronization

/// Closes the stores of tests one after the other: closing waits on a thread for readers that may need that thread to finish.
enum OneByOne {
    private static let last = Mutex<Task<Void, any Error>?>(nil)

    static func close(_ store: Store) async throws {
        let closing = last.withLock { last in
            let before = last
            let task = Task {
                _ = await before?.result
                try await store.close()
            }
            last = task
            return task
        }
        try await closing.value
    }
}

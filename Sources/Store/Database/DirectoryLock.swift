import Foundation

/// Keeps a second process out of a database; the system lets go of it when the process ends, however it ends.
///
/// The lock lies beside the database itself, wherever the path to it leads: two directories may share one by a link. It is a file of its
/// own, because to close a database's file would let go of the locks that SQLite has on it.
final class DirectoryLock: Sendable {
    let descriptor: Int32

    /// The database's file has to be there.
    init(database: String, in directory: String) throws(StoreError) {
        guard let resolved = realpath(database, nil) else {
            throw .failed("cannot find `\(database)`: \(String(cString: strerror(errno)).lowercased())")
        }
        defer { free(resolved) }
        let path = URL(filePath: String(cString: resolved)).deletingLastPathComponent().path(percentEncoded: false) + "lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .failed("cannot open `\(path)`: \(String(cString: strerror(errno)).lowercased())") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .databaseInUse(path: directory)
        }
        self.descriptor = descriptor
        let text = "\(getpid())\n"
        ftruncate(descriptor, 0)
        _ = text.withCString { write(descriptor, $0, strlen($0)) }
    }

    deinit {
        // Closing is not enough: a child that another thread has just made shares the lock until it has become another program.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}

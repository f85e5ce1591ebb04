import Foundation

/// Files that only their owner may read.
enum PrivateFile {
    /// Reads the file; refuses one that the group or others may read, because whoever read it before us has the key as well.
    static func read(_ path: String, what: String, maximumSize: Int) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Failure(
                code: "file_unreadable", message: "cannot read the \(what) file `\(path)`: \(reason(errno))",
                next: "`cardea init` writes one, or name another with --\(what) or CARDEA_\(what.uppercased())")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(code: "file_unreadable", message: "the \(what) file `\(path)` is not a regular file", next: "name another one")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw Failure(
                code: "file_not_private", message: "the \(what) file `\(path)` can be read or written by others than its owner",
                next: "chmod 600 '\(path)', and replace the key in it if others could read it")
        }
        return Array(try handle.read(upToCount: maximumSize) ?? Data())
    }

    /// Makes a new file with mode 0600 and directories above it with mode 0700; refuses when the file exists.
    static func create(_ path: String, contents: [UInt8]) throws {
        let directory = (path as NSString).deletingLastPathComponent
        if !directory.isEmpty {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(
                code: errno == EEXIST ? "file_exists" : "file_unwritable", message: "cannot create `\(path)`: \(reason(errno))",
                next: errno == EEXIST ? "move it away or name another file" : "name a file in a directory you may write to")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: Data(contents))
        try handle.synchronize()
    }

    /// Writes into a file that `create` made.
    static func fill(_ path: String, contents: [UInt8]) throws {
        let descriptor = open(path, O_WRONLY | O_TRUNC | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Failure(code: "file_unwritable", message: "cannot write `\(path)`: \(reason(errno))", next: "check the directory")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: Data(contents))
        try handle.synchronize()
    }

    /// Removes a file that `create` made and that stayed empty.
    static func remove(_ path: String) {
        unlink(path)
    }

    static func reason(_ number: Int32) -> String {
        switch number {
        case ENOENT: "it does not exist"
        case EACCES, EPERM: "permission denied"
        case EEXIST: "it exists already"
        case EISDIR: "it is a directory"
        default: String(cString: strerror(number)).lowercased()
        }
    }
}

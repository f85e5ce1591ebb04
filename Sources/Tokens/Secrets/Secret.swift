import COpenSSL

/// Bytes that must not be printed, compared early or left in memory: a password, a client secret, a token.
package struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let storage: SecretStorage

    package init(_ bytes: [UInt8]) {
        storage = SecretStorage(bytes)
    }

    package init(_ text: String) {
        storage = SecretStorage(Array(text.utf8))
    }

    package var description: String { "[redacted]" }
    package var debugDescription: String { "[redacted]" }
    /// `dump` and test failures print the mirror; it is empty.
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// The secret in plain text; the name makes each use easy to find.
    package var exposed: String {
        unsafe withBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }

    package var count: Int { storage.count }

    /// The pointer is valid only inside `body`.
    package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try unsafe storage.withBytes(body)
    }

    /// In constant time for secrets of the same length.
    package static func == (left: Secret, right: Secret) -> Bool {
        unsafe left.withBytes { leftBytes in
            unsafe right.withBytes { rightBytes in
                guard leftBytes.count == rightBytes.count else { return false }
                guard let leftStart = leftBytes.baseAddress, let rightStart = rightBytes.baseAddress else { return true }
                return unsafe CRYPTO_memcmp(leftStart, rightStart, leftBytes.count) == 0
            }
        }
    }
}

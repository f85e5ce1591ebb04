import COpenSSL

/// An OpenSSL call that should have worked did not: memory, a missing provider, a broken key.
package struct OpenSSLFailure: Error, Equatable, CustomStringConvertible {
    /// What was being done, in words.
    package let operation: String
    /// OpenSSL's own reason, for the log only.
    package let reason: String

    package var description: String { "openssl could not \(operation): \(reason)" }

    /// Takes the calling thread's error queue with it, so that nothing is left for the next caller to trip over.
    static func drained(_ operation: String) -> OpenSSLFailure {
        let code = ERR_peek_last_error()
        ERR_clear_error()
        guard code != 0, let text = unsafe ERR_reason_error_string(code) else {
            return OpenSSLFailure(operation: operation, reason: "no reason given")
        }
        return OpenSSLFailure(operation: operation, reason: unsafe String(cString: text))
    }
}

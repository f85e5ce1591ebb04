import AsyncHTTPClient

/// Why an exchange did not come to its end.
public enum TransportError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No connection was made, so the request did not arrive.
    case couldNotConnect(String)
    /// The connection ended before the response did; the request may have arrived.
    case connectionLost
    case timedOut
    case bodyTooLarge(limit: Int)
    /// The request could not be sent as it is, for example because of its URL or a header.
    case invalidRequest(String)

    public var description: String {
        switch self {
        case .couldNotConnect(let reason): "could not connect: \(reason)"
        case .connectionLost: "the connection was lost"
        case .timedOut: "timed out"
        case .bodyTooLarge(let limit): "the response is longer than \(limit) bytes"
        case .invalidRequest(let reason): "the request cannot be sent: \(reason)"
        }
    }

    /// An error that came before the response's head.
    static func whileConnecting(_ error: any Error) -> any Error {
        guard let known = error as? HTTPClientError else {
            return error is CancellationError ? error : couldNotConnect(reason(of: error))
        }
        switch known {
        case .cancelled: return CancellationError()
        case .deadlineExceeded, .readTimeout, .writeTimeout: return timedOut
        case .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout: return couldNotConnect("no connection in time")
        case .remoteConnectionClosed, .uncleanShutdown: return connectionLost
        case .invalidURL, .emptyHost, .emptyScheme, .traceRequestWithBody, .bodyLengthMismatch:
            return invalidRequest(known.shortDescription)
        default: return connectionLost
        }
    }

    /// An error that came after the response's head.
    static func whileReading(_ error: any Error) -> any Error {
        if error is CancellationError { return error }
        switch error as? HTTPClientError {
        case .cancelled?: return CancellationError()
        case .deadlineExceeded?, .readTimeout?: return timedOut
        default: return connectionLost
        }
    }

    /// The operating system's words without the addresses and types around them.
    private static func reason(of error: any Error) -> String {
        let text = "\(error)"
        if text.contains("refused") { return "connection refused" }
        if text.contains("unknownHost") || text.contains("dnsAError") || text.contains("getaddrinfo") { return "the host is not known" }
        if text.contains("certificate") || text.contains("CERTIFICATE") { return "the certificate is not valid" }
        return "the connection was not established"
    }
}

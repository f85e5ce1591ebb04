import COpenSSL

/// Where unpredictable bytes come from; a parameter everywhere, so that tests can repeat themselves.
package struct RandomSource: Sendable {
    /// OpenSSL's generator, seeded by the kernel.
    package static let system = RandomSource { count in
        var bytes = [UInt8](repeating: 0, count: count)
        guard unsafe RAND_bytes(&bytes, Int32(count)) == 1 else { throw OpenSSLFailure.drained("make random bytes") }
        return bytes
    }

    private static let countLimit = 64 * 1024
    private let fill: @Sendable (Int) throws -> [UInt8]

    package init(_ fill: @escaping @Sendable (Int) throws -> [UInt8]) {
        self.fill = fill
    }

    /// Throws rather than hand out fewer bytes than asked for.
    package func bytes(_ count: Int) throws -> [UInt8] {
        guard 1...Self.countLimit ~= count else { throw RandomnessFailure(requested: count, received: 0) }
        let bytes = try fill(count)
        guard bytes.count == count else { throw RandomnessFailure(requested: count, received: bytes.count) }
        return bytes
    }

    /// `prefix` tells people and secret scanners what they have found; the rest carries `bytes` bytes of randomness in base64url.
    package func token(_ prefix: String, bytes count: Int = 32) throws -> Secret {
        Secret(prefix + Base64URL.encode(try bytes(count)))
    }
}

/// A random source gave another number of bytes than it was asked for.
package struct RandomnessFailure: Error, Equatable {
    package let requested: Int
    package let received: Int
}

import COpenSSL

/// SHA-256 of a token, by which one that has been found good is found again.
package struct TokenDigest: Hashable, Sendable {
    private let first, second, third, fourth: UInt64

    package init(_ token: UnsafeRawBufferPointer) {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        unsafe withUnsafeMutableBytes(of: &words) { digest in
            let bytes = unsafe token.bindMemory(to: UInt8.self)
            _ = unsafe SHA256(bytes.baseAddress, bytes.count, digest.bindMemory(to: UInt8.self).baseAddress)
        }
        (first, second, third, fourth) = words
    }

    package init(_ token: String) {
        var token = token
        self = token.withUTF8 { unsafe TokenDigest(UnsafeRawBufferPointer($0)) }
    }

    /// Any of its words spreads as well as all of them.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(first)
    }
}

/// The token that came last on a connection: most connections send one token again and again, and comparing costs less than a digest.
package struct LastToken {
    /// Longer ones are not kept.
    private static let maximumLength = 4096

    private var token: (text: Secret, digest: TokenDigest)?

    package init() {}

    /// `isAcceptable` is asked about a token that is not the last one; nil where it says no.
    package mutating func digest(
        of token: UnsafeRawBufferPointer, isAcceptable: (UnsafeRawBufferPointer) -> Bool
    ) -> TokenDigest? {
        if let last = self.token, unsafe last.text.withBytes({ unsafe constantTimeEqual($0, token) }) { return last.digest }
        guard unsafe isAcceptable(token) else { return nil }
        let digest = unsafe TokenDigest(token)
        if token.count <= Self.maximumLength { self.token = (unsafe Secret(Array(token)), digest) }
        return digest
    }
}

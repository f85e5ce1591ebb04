/// What one guess at a password costs (RFC 7914).
package struct ScryptCost: Hashable, Sendable {
    /// N = 2^14, r = 8, p = 5: OWASP's equivalent of Argon2id with 16 MiB, about 0.2 s on one core.
    package static let standard = ScryptCost(unchecked: 14, blockSize: 8, parallelization: 5)

    private static let memoryLimit = 64 * 1024 * 1024
    private static let workLimit = 1 << 21

    /// The binary logarithm of N.
    package let logarithmOfN: Int
    package let blockSize: Int
    package let parallelization: Int

    /// Refuses a cost that would let a stored hash take more than 64 MiB or a few seconds.
    package init(logarithmOfN: Int, blockSize: Int, parallelization: Int) throws(InvalidPasswordHash) {
        guard 1...16 ~= logarithmOfN, 1...32 ~= blockSize, 1...16 ~= parallelization else { throw .costOutOfBounds }
        self.init(unchecked: logarithmOfN, blockSize: blockSize, parallelization: parallelization)
        guard memory <= Self.memoryLimit, (blockSize * parallelization) << logarithmOfN <= Self.workLimit else { throw .costOutOfBounds }
    }

    private init(unchecked logarithmOfN: Int, blockSize: Int, parallelization: Int) {
        self.logarithmOfN = logarithmOfN
        self.blockSize = blockSize
        self.parallelization = parallelization
    }

    /// In bytes: 128 N r for the table, 128 r p for the blocks, and a little more for what OpenSSL counts beside them.
    var memory: Int {
        128 * blockSize * (1 << logarithmOfN + parallelization + 2)
    }
}

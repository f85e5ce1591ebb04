import Tokens

/// HMAC with SHA-256 (RFC 2104): without its second hash a longer text could be vouched for by whoever has seen the answer for a shorter one.
func hmacSHA256(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
    let blockSize = 64
    let short = key.count > blockSize ? sha256(key) : key
    let padded = short + [UInt8](repeating: 0, count: blockSize - short.count)
    return sha256(padded.map { $0 ^ 0x5C } + sha256(padded.map { $0 ^ 0x36 } + message))
}

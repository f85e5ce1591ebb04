import Foundation

/// Base64 with its padding (RFC 4648 section 4), as HTTP Basic has it.
enum StandardBase64 {
    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        Data(base64Encoded: String(text)).map { Array($0) }
    }
}

/// Why a body could not be read, in words its sender may see.
public struct UndecodableBody: Error, Equatable, Sendable {
    public let code: ErrorCode
    public let message: String

    public init(code: ErrorCode, message: String) {
        self.code = code
        self.message = message
    }
}

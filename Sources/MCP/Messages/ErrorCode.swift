/// The error codes of JSON-RPC and MCP.
package enum ErrorCode: Int64, Sendable, CaseIterable {
    case parseError = -32700
    case invalidRequest = -32600
    case methodNotFound = -32601
    case invalidParameters = -32602
    case internalError = -32603
    case headerMismatch = -32020
    case missingClientCapability = -32021
    case unsupportedProtocolVersion = -32022
}

public import Foundation

/// Problem details (RFC 9457) with the members every error of the service has.
public struct Problem: Codable, Sendable, Equatable, Error {
    public static let mediaType = "application/problem+json"

    public var type: String
    public var title: String
    public var status: Int
    public var detail: String
    /// A stable code. Text and not `ErrorCode`, because a newer service may know more codes than its client.
    public var code: String
    public var message: String
    public var timestamp: Date
    public var requestID: String
    /// For `check_failed`: the failure's own code, such as `too_much_work`; absent for other problems.
    public var failure: String?
    /// What is wrong with a model, each with its place; absent for other problems.
    public var diagnostics: [Diagnostic]?
    /// Stored relationships that a model does not accept, the first twenty; absent for other problems.
    public var conflicts: [String]?
    /// How many there are in all.
    public var conflictCount: Int?

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case type, title, status, detail, code, message, timestamp
        case requestID = "request_id"
        case failure, diagnostics, conflicts
        case conflictCount = "conflict_count"
    }

    public init(
        _ code: ErrorCode, _ message: String, timestamp: Date, requestID: String, failure: String? = nil,
        diagnostics: [Diagnostic]? = nil, conflicts: [String]? = nil, conflictCount: Int? = nil
    ) {
        type = "urn:cardea:problem:\(code.rawValue)"
        title = code.title
        status = code.status
        detail = message
        self.code = code.rawValue
        self.message = message
        self.timestamp = timestamp
        self.requestID = requestID
        self.failure = failure
        self.diagnostics = diagnostics
        self.conflicts = conflicts
        self.conflictCount = conflictCount
    }

    /// The code when this version knows it.
    public var knownCode: ErrorCode? { ErrorCode(rawValue: code) }
}

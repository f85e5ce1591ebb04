import API
import Foundation
import HTTPTypes
import Hummingbird

extension Refusal {
    /// Problem details (RFC 9457).
    func answer(requestID: String, at time: Date) throws -> Response {
        let problem = Problem(
            code, message, timestamp: time, requestID: requestID, failure: failure, diagnostics: diagnostics, conflicts: conflicts,
            conflictCount: conflictCount)
        return Answer.bytes(
            try Wire.encode(problem), type: Problem.mediaType, status: HTTPResponse.Status(code: code.status), headers: headers)
    }
}

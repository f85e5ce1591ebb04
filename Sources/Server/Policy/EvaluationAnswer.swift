import HTTPTypes
import Hummingbird
import NIOCore
import Permissions
import Store

/// Writes decisions as AuthZEN has them, by hand: this is the answer a gateway waits for on every tool call.
enum EvaluationAnswer {
    static func response(_ decision: Decision) -> Response {
        Answer.bytes(bytes(decision), type: "application/json")
    }

    static func bytes(_ decision: Decision) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        append(decision, to: &bytes)
        return bytes
    }

    static func response(_ decisions: [Decision]) -> Response {
        Answer.bytes(bytes(decisions), type: "application/json")
    }

    static func bytes(_ decisions: [Decision]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32 + decisions.count * 192)
        bytes += "{\"evaluations\":[".utf8
        // All that are allowed on one revision differ in their ids only.
        var last: (revision: Revision?, answer: [UInt8])?
        for index in decisions.indices {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            let start = bytes.count
            // Each part is looked at in its place: a decision that is taken out is copied with its texts.
            if decisions[index].isAllowed, let last, last.revision == decisions[index].revision {
                bytes += last.answer
                decisions[index].id.write(over: &bytes, at: start + allowed.count)
            } else {
                append(decisions[index], to: &bytes)
                if decisions[index].isAllowed { last = (decisions[index].revision, Array(bytes[start...])) }
            }
        }
        bytes += "]}".utf8
        return bytes
    }

    private static func append(_ decision: Decision, to bytes: inout [UInt8]) {
        if let refusal = decision.refusal {
            append(false, refusal, to: &bytes)
        } else {
            bytes += allowed
        }
        decision.id.withDigits { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        if let revision = decision.revision {
            bytes += ",\"revision\":".utf8
            bytes += String(revision.rawValue).utf8
        }
        bytes += "}}".utf8
    }

    /// What all answers that allow begin with.
    private static let allowed: [UInt8] = {
        var bytes: [UInt8] = []
        append(true, .allowed, to: &bytes)
        return bytes
    }()

    /// Up to the decision's id.
    private static func append(_ isAllowed: Bool, _ reason: Decision.Reason, to bytes: inout [UInt8]) {
        bytes += (isAllowed ? "{\"decision\":true" : "{\"decision\":false").utf8
        bytes += ",\"context\":{".utf8
        if reason.isUndecided {
            bytes += "\"error\":{\"status\":422,\"message\":\"".utf8
            JSONText.append(reason.message, limit: 2000, to: &bytes)
            bytes += "\"},".utf8
        }
        bytes += "\"reason\":{\"code\":\"".utf8
        JSONText.append(reason.code, to: &bytes)
        bytes += "\",\"message\":\"".utf8
        JSONText.append(reason.message, limit: 2000, to: &bytes)
        bytes += "\"},\"decision_id\":\"".utf8
    }
}

import HTTPTypes
import Hummingbird
import NIOCore
import Permissions

/// Writes decisions as AuthZEN has them, by hand: this is the answer a gateway waits for on every tool call.
enum EvaluationAnswer {
    static func response(_ decision: Decision) -> Response {
        Answer.text(text(decision), type: "application/json")
    }

    static func text(_ decision: Decision) -> String {
        var text = ""
        text.reserveCapacity(320)
        append(decision, to: &text)
        return text
    }

    static func response(_ decisions: [Decision]) -> Response {
        Answer.text(text(decisions), type: "application/json")
    }

    static func text(_ decisions: [Decision]) -> String {
        var text = "{\"evaluations\":["
        text.reserveCapacity(decisions.count * 320)
        for (index, decision) in decisions.enumerated() {
            if index > 0 { text += "," }
            append(decision, to: &text)
        }
        text += "]}"
        return text
    }

    private static func append(_ decision: Decision, to text: inout String) {
        text += decision.isAllowed ? "{\"decision\":true" : "{\"decision\":false"
        text += ",\"context\":{\"reason\":{\"code\":\""
        text += JSONText.escaped(decision.reason.code)
        text += "\",\"message\":\""
        text += JSONText.escaped(decision.reason.message, limit: 2000)
        text += "\"},\"decision_id\":\""
        text += decision.id
        text += "\""
        if let revision = decision.revision {
            text += ",\"revision\":"
            text += String(revision.rawValue)
        }
        text += "}}"
    }
}

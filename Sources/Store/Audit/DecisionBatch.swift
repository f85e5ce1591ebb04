package import Foundation

/// Decisions about the questions of one request, remembered together.
///
/// The texts of the questions stay where they stand in the body: between a request and the disk no value is made for each of them.
/// INVARIANT: every place is within the body, and its text has no NUL and needs no clipping.
package struct DecisionBatch: Sendable {
    package typealias Place = Range<UInt32>

    package struct Item: Sendable {
        package let subjectType: Place
        package let subjectID: Place
        package let action: Place
        package let resourceType: Place
        package let resourceID: Place
        /// Number of its reason.
        package let reason: Int32

        package init(subject: (type: Place, id: Place), action: Place, resource: (type: Place, id: Place), reason: Int32) {
            subjectType = subject.type
            subjectID = subject.id
            self.action = action
            resourceType = resource.type
            resourceID = resource.id
            self.reason = reason
        }
    }

    package struct Reason: Sendable {
        package let outcome: AuditEvent.Outcome
        package let text: String
        package let details: [String: String]

        package init(outcome: AuditEvent.Outcome, text: String, details: [String: String]) {
            self.outcome = outcome
            self.text = text
            self.details = details
        }
    }

    let tenant: TenantID
    let time: Date
    let requestID: String
    let body: [UInt8]
    /// The id of the first item; those of the others follow it.
    let firstID: RandomID
    let items: [Item]
    let reasons: [Reason]

    package init(
        tenant: TenantID, time: Date, requestID: String, body: [UInt8], firstID: RandomID, items: [Item], reasons: [Reason]
    ) {
        self.tenant = tenant
        self.time = time
        self.requestID = requestID
        self.body = body
        self.firstID = firstID
        self.items = items
        self.reasons = reasons
    }

    /// One of the decisions as an event by itself.
    func event(_ index: Int) -> AuditEvent {
        let item = items[index]
        let reason = reasons[Int(item.reason)]
        return AuditEvent(
            tenant: tenant, time: time, kind: .decision, subject: text(item.subjectType) + ":" + text(item.subjectID),
            action: text(item.action), resource: text(item.resourceType) + ":" + text(item.resourceID), outcome: reason.outcome,
            reason: reason.text, decisionID: firstID.advanced(by: index).text, requestID: requestID, details: reason.details)
    }

    private func text(_ place: Place) -> String {
        String(decoding: body[Int(place.lowerBound)..<Int(place.upperBound)], as: UTF8.self)
    }
}

/// What waits to be written.
enum AuditEntry: Sendable {
    case event(AuditEvent)
    case decisions(DecisionBatch)

    var tenant: TenantID {
        switch self {
        case .event(let event): event.tenant
        case .decisions(let batch): batch.tenant
        }
    }

    /// How many events it stands for.
    var count: Int {
        switch self {
        case .event: 1
        case .decisions(let batch): batch.items.count
        }
    }

    var isDecision: Bool {
        switch self {
        case .event(let event): event.kind == .decision
        case .decisions: true
        }
    }

    func event(_ index: Int) -> AuditEvent {
        switch self {
        case .event(let event): event
        case .decisions(let batch): batch.event(index)
        }
    }
}

/// One event among entries.
struct AuditPlace: BitwiseCopyable {
    let entry: Int
    let item: Int
}
